// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.InboundSink;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes callbacks of what the parser finds: whole messages, parts or streams. At most one waits to be taken after each step.
 * Owned by the holder of the read token.
 */
final class MessageAssembler implements InboundSink {
    /** What a connection does about control frames. Called by the holder of the read token. */
    interface Owner {
        /**
         * Answers a ping.
         *
         * @param payload borrowed
         */
        void onPing(ByteBuffer payload);

        /**
         * @param payload borrowed
         * @return whether the application may see it
         */
        boolean onPong(ByteBuffer payload);

        void onPeerClose(CloseStatus status);

        void onViolation(Violation violation);

        /** Whether data is not wanted any more, because a close frame was sent. */
        boolean discards();

        /** How a message that begins now is delivered. */
        Delivery delivery(boolean text);

        /** A data message is complete. */
        void onMessage();
    }

    /**
     * Pings and pongs that wait behind the callback of an unfinished stream; later ones are answered and counted, but not told. The
     * callback may need hours for its message, and what waits behind it must not fill the read-ahead that its bytes need.
     */
    private static final int MAX_BEHIND_STREAM = 64;

    private final Owner owner;
    private final Function<Boolean, InboundStream> streams;

    // The callback that waits to be taken.
    private LaneEvent.@Nullable Kind pendingKind;
    private @Nullable Object pendingContent;
    private boolean pendingLast;

    // The message that is being assembled.
    private boolean open;
    private Delivery delivery = Delivery.WHOLE;
    private @Nullable StringBuilder text;
    private @Nullable ChunkedBytes bytes;
    private @Nullable InboundStream stream;
    private int behindStream;

    /** Whether anything but keepalive frames came since the last look. */
    private boolean active;

    /**
     * @param streams makes the stream of a text ({@code true}) or binary message
     */
    MessageAssembler(Owner owner, Function<Boolean, InboundStream> streams) {
        this.owner = owner;
        this.streams = streams;
    }

    boolean hasPending() {
        return pendingKind != null;
    }

    LaneEvent.Kind pendingKind() {
        return Objects.requireNonNull(pendingKind);
    }

    Object pendingContent() {
        return Objects.requireNonNull(pendingContent);
    }

    boolean pendingLast() {
        return pendingLast;
    }

    void clearPending() {
        pendingKind = null;
        pendingContent = null;
    }

    /** Takes what waits as an event for the lane. */
    LaneEvent takeEvent() {
        LaneEvent event = new LaneEvent(pendingKind(), pendingContent(), pendingLast);
        clearPending();
        return event;
    }

    /** Bytes of a message that is not finished. */
    long assembling() {
        long chars = text == null ? 0 : text.length();
        return chars + (bytes == null ? 0 : bytes.size());
    }

    boolean takeActive() {
        boolean was = active;
        active = false;
        return was;
    }

    private void pending(LaneEvent.Kind kind, Object content, boolean last) {
        pendingKind = kind;
        pendingContent = content;
        pendingLast = last;
    }

    @Override
    public void onText(String part, boolean last) {
        if (!begin(true, last)) {
            return;
        }
        switch (delivery) {
            case WHOLE -> wholeText(part, last);
            case PARTS, LIMITED_PARTS -> pending(LaneEvent.Kind.TEXT_PART, part, last);
            case STREAM -> stream(true, part, part.length(), last);
        }
    }

    @Override
    public void onBinary(ByteBuffer part, boolean last) {
        if (!begin(false, last)) {
            return;
        }
        switch (delivery) {
            case WHOLE -> wholeBinary(part, last);
            case PARTS, LIMITED_PARTS -> pending(LaneEvent.Kind.BINARY_PART, copy(part), last);
            case STREAM -> {
                ByteBuffer copied = copy(part);
                stream(false, copied, copied.remaining(), last);
            }
        }
    }

    /**
     * @return whether the part is wanted
     */
    private boolean begin(boolean isText, boolean last) {
        active = true;
        if (owner.discards()) {
            text = null;
            bytes = null;
            open = !last;
            return false;
        }
        if (!open) {
            delivery = owner.delivery(isText);
        }
        open = !last;
        if (last) {
            owner.onMessage();
        }
        return true;
    }

    private void wholeText(String part, boolean last) {
        StringBuilder before = text;
        if (last) {
            text = null;
            pending(
                    LaneEvent.Kind.TEXT,
                    before == null ? part : before.append(part).toString(),
                    true);
        } else if (before == null) {
            text = new StringBuilder(part.length() + 64).append(part);
        } else {
            before.append(part);
        }
    }

    private void wholeBinary(ByteBuffer part, boolean last) {
        ChunkedBytes before = bytes;
        if (last) {
            bytes = null;
            pending(LaneEvent.Kind.BINARY, before == null ? copy(part) : before.join(part), true);
        } else {
            if (before == null) {
                bytes = before = new ChunkedBytes();
            }
            before.append(part);
        }
    }

    private void stream(boolean isText, Object part, int length, boolean last) {
        InboundStream current = stream;
        boolean begins = current == null;
        if (current == null) {
            current = streams.apply(isText);
            behindStream = 0;
        }
        current.add(part, length, last);
        stream = last ? null : current;
        if (begins) {
            pending(LaneEvent.Kind.STREAM, current, last);
        }
    }

    @Override
    public void onPing(ByteBuffer payload) {
        active = true;
        if (!owner.discards()) {
            owner.onPing(payload);
            tell(LaneEvent.Kind.PING, payload);
        }
    }

    @Override
    public void onPong(ByteBuffer payload) {
        if (owner.onPong(payload.duplicate())) {
            active = true;
            if (!owner.discards()) {
                tell(LaneEvent.Kind.PONG, payload);
            }
        }
    }

    private void tell(LaneEvent.Kind kind, ByteBuffer payload) {
        if (stream == null) {
            pending(kind, copy(payload), true);
        } else if (behindStream < MAX_BEHIND_STREAM) {
            behindStream++;
            pending(kind, copy(payload), true);
        }
    }

    @Override
    public void onClose(CloseStatus status) {
        owner.onPeerClose(status);
    }

    @Override
    public void onViolation(Violation violation) {
        owner.onViolation(violation);
    }

    /** An exact heap copy that the listener may keep. */
    private static ByteBuffer copy(ByteBuffer part) {
        byte[] array = new byte[part.remaining()];
        part.get(part.position(), array);
        return ByteBuffer.wrap(array);
    }
}
