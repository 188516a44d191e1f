// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.protocol.Receiver.Binary;
import dev.tautline.internal.protocol.Receiver.Closed;
import dev.tautline.internal.protocol.Receiver.Event;
import dev.tautline.internal.protocol.Receiver.Ping;
import dev.tautline.internal.protocol.Receiver.Pong;
import dev.tautline.internal.protocol.Receiver.Text;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Role;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one end encodes the other decodes. */
class RoundTripTest {
    private static final int[] LENGTHS = {
        0, 1, 2, 3, 7, 8, 9, 124, 125, 126, 127, 65_534, 65_535, 65_536, 65_537, 200_000
    };

    private static OutboundProtocol sender(Role receiver) {
        return new OutboundProtocol(receiver.peer(), new SecureMaskSource(new SecureRandom()), ScratchPool.unpooled());
    }

    private static byte[] written(ByteBuffer out) {
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        out.clear();
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void binaryOfEveryLength(Role role) {
        OutboundProtocol sender = sender(role);
        Receiver receiver = new Receiver(role);
        ByteBuffer out = ByteBuffer.allocate(300_000);
        for (int length : LENGTHS) {
            byte[] payload = new byte[length];
            new Random(length).nextBytes(payload);
            sender.encodeHeader(out, Opcode.BINARY, true, 0, length);
            assertEquals(sender.headerLength(length), out.position());
            assertTrue(sender.encodePayload(ByteBuffer.wrap(payload), out));
            receiver.receive(written(out)).assertReceived(new Binary(Receiver.toHex(payload), true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void textOfEveryLength(Role role) {
        OutboundProtocol sender = sender(role);
        Receiver receiver = new Receiver(role);
        ByteBuffer out = ByteBuffer.allocateDirect(900_000);
        for (int length : LENGTHS) {
            for (String letter : new String[] {"a", "é", "€", "😀"}) {
                String text = letter.repeat(length);
                assertTrue(sender.encodeText(text, Opcode.TEXT, true, out));
                receiver.receive(written(out)).assertReceived(new Text(text, true));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomConversations(Role role) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            OutboundProtocol sender = sender(role);
            ByteBuffer out = ByteBuffer.allocate(400_000);
            List<Event> expected = new ArrayList<>();
            for (int message = 0; message < 12; message++) {
                if (random.nextBoolean()) {
                    expected.addAll(sendText(random, sender, out));
                } else {
                    expected.addAll(sendBinary(random, sender, out));
                }
            }
            CloseStatus status = new CloseStatus(CloseCode.GOING_AWAY, "seed " + seed);
            assertTrue(sender.encodeClose(status, out));
            expected.add(new Closed(status));
            Receiver receiver = new Receiver(role).receive(written(out), 1 + random.nextInt(3000));
            int failed = seed;
            assertEquals(expected, Receiver.joined(receiver.take()), () -> "seed " + failed);
        }
    }

    private static List<Event> sendText(Random random, OutboundProtocol sender, ByteBuffer out) {
        List<Event> events = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int fragments = random.nextInt(4); fragments >= 0; fragments--) {
            String fragment = new String[] {"a", "é", "€", "😀"}[random.nextInt(4)].repeat(random.nextInt(200));
            Opcode opcode = events.isEmpty() && text.isEmpty() ? Opcode.TEXT : Opcode.CONTINUATION;
            if (opcode == Opcode.TEXT) {
                fragment += "!"; // so that the first fragment is never taken for none
            }
            assertTrue(sender.encodeText(fragment, opcode, fragments == 0, out));
            text.append(fragment);
            if (fragments > 0 && random.nextBoolean()) {
                assertTrue(sender.encodePing(ByteBuffer.wrap(new byte[] {(byte) fragments}), out));
                events.add(new Ping("%02X".formatted(fragments)));
            }
        }
        events.add(new Text(text.toString(), true));
        return events;
    }

    private static List<Event> sendBinary(Random random, OutboundProtocol sender, ByteBuffer out) {
        byte[] payload = new byte[random.nextInt(5000)];
        random.nextBytes(payload);
        int cut = random.nextInt(payload.length + 1);
        sender.encodeHeader(out, Opcode.BINARY, false, 0, cut);
        assertTrue(sender.encodePayload(ByteBuffer.wrap(payload, 0, cut), out));
        assertTrue(sender.encodePong(ByteBuffer.allocate(125), out));
        sender.encodeHeader(out, Opcode.CONTINUATION, true, 0, payload.length - cut);
        assertTrue(sender.encodePayload(ByteBuffer.wrap(payload, cut, payload.length - cut), out));
        return List.of(new Pong("00".repeat(125)), new Binary(Receiver.toHex(payload), true));
    }
}
