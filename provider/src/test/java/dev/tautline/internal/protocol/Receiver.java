// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tautline.extension.PayloadDecoder;
import dev.tautline.internal.protocol.InboundProtocol.Step;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An inbound protocol with everything it has given out, and the contract of {@code step} checked at every step. */
final class Receiver implements InboundSink {
    static final InboundLimits UNLIMITED = new InboundLimits(
            InboundLimits.UNLIMITED, InboundLimits.UNLIMITED, InboundLimits.UNLIMITED, InboundLimits.UNLIMITED);

    sealed interface Event {}

    record Text(String part, boolean last) implements Event {}

    record Binary(String hex, boolean last) implements Event {}

    record Ping(String hex) implements Event {}

    record Pong(String hex) implements Event {}

    record Closed(CloseStatus status) implements Event {}

    record Failed(Violation violation) implements Event {}

    final InboundProtocol protocol;
    final List<Event> events = new ArrayList<>();

    Receiver(Role role) {
        this(role, UNLIMITED, null);
    }

    Receiver(Role role, InboundLimits limits, @Nullable PayloadDecoder decoder) {
        protocol = new InboundProtocol(role, limits, InboundRules.STRICT, decoder, ScratchPool.unpooled());
    }

    /** Steps until the bytes are used up. They lie somewhere inside a larger array, as those of a read buffer do. */
    Receiver receive(byte[] bytes) {
        byte[] array = new byte[bytes.length + 13];
        System.arraycopy(bytes, 0, array, 6, bytes.length);
        ByteBuffer buffer =
                ByteBuffer.wrap(array, 3, bytes.length + 7).slice().position(3).limit(3 + bytes.length);
        while (true) {
            int before = events.size();
            Step step = protocol.step(buffer, this);
            assertEquals(step == Step.EVENT ? 1 : 0, events.size() - before, "one event per step, and only then");
            if (step != Step.EVENT) {
                assertFalse(buffer.hasRemaining(), "all bytes used up");
                assertEquals(step == Step.FINISHED, protocol.isFinished());
                return this;
            }
        }
    }

    Receiver receive(byte[] bytes, int chunk) {
        for (int from = 0; from < bytes.length; from += chunk) {
            receive(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk)));
        }
        return this;
    }

    /** The events since the last call. */
    List<Event> take() {
        List<Event> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    void assertReceived(Event... expected) {
        assertEquals(List.of(expected), take());
    }

    void assertFailed(Violation violation) {
        assertReceived(new Failed(violation));
    }

    /** The events with the parts of each message joined. */
    static List<Event> joined(List<Event> events) {
        List<Event> joined = new ArrayList<>();
        StringBuilder message = new StringBuilder();
        for (Event event : events) {
            if (event instanceof Text text) {
                message.append(text.part());
                if (text.last()) {
                    joined.add(new Text(message.toString(), true));
                    message.setLength(0);
                }
            } else if (event instanceof Binary binary) {
                message.append(binary.hex());
                if (binary.last()) {
                    joined.add(new Binary(message.toString(), true));
                    message.setLength(0);
                }
            } else {
                joined.add(event);
            }
        }
        return joined;
    }

    @Override
    public void onText(String part, boolean last) {
        assertFalse(part.isEmpty() && !last, "an empty part says nothing");
        events.add(new Text(part, last));
    }

    @Override
    public void onBinary(ByteBuffer part, boolean last) {
        assertFalse(!part.hasRemaining() && !last, "an empty part says nothing");
        events.add(new Binary(toHex(part), last));
    }

    @Override
    public void onPing(ByteBuffer payload) {
        events.add(new Ping(toHex(payload)));
    }

    @Override
    public void onPong(ByteBuffer payload) {
        events.add(new Pong(toHex(payload)));
    }

    @Override
    public void onClose(CloseStatus status) {
        events.add(new Closed(status));
    }

    @Override
    public void onViolation(Violation violation) {
        events.add(new Failed(violation));
    }

    static String toHex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return toHex(bytes);
    }

    static String toHex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
