// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.PayloadEncoder;
import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.transport.Blocking;
import dev.tautline.spec.BroadcastResult;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Profile;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole messages, parts, streams; extensions; broadcast. */
class DeliveryTest {
    /** A thread of an event loop: before it waits it gives its loop to another thread. */
    private static final class LoopThread extends Thread implements Blocking.LeasingThread {
        private final MemoryTransport transport;

        LoopThread(MemoryTransport transport, Runnable task) {
            super(task);
            this.transport = transport;
        }

        @Override
        public void surrender() {
            transport.loseLease();
        }
    }

    private static byte[] part(int first, String payload) {
        return Frames.frame(first, payload.getBytes(java.nio.charset.StandardCharsets.UTF_8), true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("parts come as they arrive, whatever the message limit")
    void parts(boolean inline) {
        Harness harness = Harness.open(inline);
        harness.connection.maxTextMessage(2);
        harness.connection.textDelivery(Delivery.PARTS);
        harness.receive(Frames.join(part(0x01, "abc"), part(0x80, "def")));
        assertEquals(List.of("textPart abc", "textPart def last"), harness.heard());
        harness.connection.textDelivery(Delivery.WHOLE);
        harness.receive(part(0x81, "abc"));
        assertEquals("error MESSAGE_TOO_LONG", harness.heard().get(0));
        assertTrue(harness.sent().startsWith("close 1009"));
    }

    @Test
    @DisplayName("a stream is read while the rest arrives; its thread gives the loop away before it waits")
    void stream() throws Exception {
        Harness harness = Harness.open(true);
        harness.connection.binaryDelivery(Delivery.STREAM);
        byte[] begin = Frames.frame(0x02, new byte[] {1, 2}, true);
        LoopThread loop = new LoopThread(harness.transport, () -> harness.transport.receive(begin));
        loop.setDaemon(true);
        loop.start();
        Harness.awaitWaiting(loop);
        harness.transport.receive(Frames.ping("p", true));
        assertEquals("pong \"p\"", harness.sent());
        harness.transport.receive(Frames.frame(0x80, new byte[] {3}, true));
        Harness.join(loop);
        assertEquals(List.of("binaryStream 010203", "ping 70"), harness.heard());
    }

    @Test
    @DisplayName("heartbeats behind a stream that takes its time don't use up the room for its bytes")
    void heartbeatsBehindStream() throws Exception {
        Harness harness = Harness.open(true);
        harness.connection.binaryDelivery(Delivery.STREAM);
        byte[] begin = Frames.frame(0x02, new byte[] {1, 2}, true);
        LoopThread loop = new LoopThread(harness.transport, () -> harness.transport.receive(begin));
        loop.setDaemon(true);
        loop.start();
        Harness.awaitWaiting(loop);
        for (int i = 0; i < 2_000; i++) {
            harness.transport.receive(i % 2 == 0 ? Frames.ping("p", true) : Frames.frame(0x8A, new byte[] {'q'}, true));
        }
        assertEquals(1_000, harness.sent().split("\n").length, "each ping is answered");
        harness.transport.receive(Frames.frame(0x80, new byte[] {3}, true));
        Harness.join(loop);
        List<String> heard = harness.heard();
        assertEquals(List.of("binaryStream 010203", "ping 70", "pong 71"), heard.subList(0, 3));
        assertEquals(1 + 64, heard.size());
        harness.receive(Frames.ping("r", true));
        assertEquals(List.of("ping 72"), harness.heard());
    }

    @Test
    @DisplayName("a stream whose connection ends fails with an IOException")
    void streamCutOff() throws Exception {
        Harness harness = Harness.open(true);
        harness.connection.textDelivery(Delivery.STREAM);
        LoopThread loop = new LoopThread(harness.transport, () -> harness.transport.receive(part(0x01, "a")));
        loop.setDaemon(true);
        loop.start();
        Harness.awaitWaiting(loop);
        harness.transport.reset();
        Harness.join(loop);
        harness.runtime.runAll();
        assertEquals(List.of("error IOException", "close 1006 ''"), harness.heard());
    }

    @Test
    @DisplayName("GHSA-96hv-2xvq-fx4p: one-byte fragments weigh no more than about twice their payload")
    void tinyFragments() {
        ChunkedBytes bytes = new ChunkedBytes();
        for (int i = 0; i < 16_384; i++) {
            bytes.append(ByteBuffer.wrap(new byte[] {(byte) i}));
        }
        assertTrue(bytes.capacity() <= 2 * 16_384, "capacity " + bytes.capacity());
        ByteBuffer joined = bytes.join(ByteBuffer.allocate(0));
        assertEquals(16_384, joined.remaining());
        assertEquals((byte) 1234, joined.get(1234));
    }

    private static NegotiatedExtensions deflate(AtomicInteger begun) throws Exception {
        DeflateOptions options = DeflateOptions.of(Profile.JAKARTA);
        NegotiatedExtensions real = new ExtensionNegotiator(List.of(new PermessageDeflate(options, new DeflatePools())))
                .accept(List.of(ExtensionOffer.of("permessage-deflate")));
        PayloadEncoder counting = new PayloadEncoder() {
            @Override
            public int begin(Opcode opcode, long length, boolean whole, boolean compress) {
                begun.incrementAndGet();
                return real.encoder().begin(opcode, length, whole, compress);
            }

            @Override
            public boolean encode(ByteBuffer in, boolean last, ByteBuffer out) {
                return real.encoder().encode(in, last, out);
            }

            @Override
            public void close() {
                real.encoder().close();
            }
        };
        return new NegotiatedExtensions(real.agreed(), real.decoder(), counting, real.wireForm());
    }

    @Test
    @DisplayName("compressed messages go both ways; large ones too")
    void compressed() throws Exception {
        Harness one = Harness.open(true, options -> options, deflate(new AtomicInteger()));
        String text = "compress me ".repeat(100_000);
        one.connection.sendText(text, true, null, null);
        byte[] sent = one.transport.takeSent();
        assertEquals((byte) 0xC1, sent[0]);
        assertTrue(sent.length < text.length() / 20);
        one.connection.sendText("x".repeat(1000), false, null, null);
        assertEquals((byte) 0x81, one.transport.takeSent()[0]);
    }

    @Test
    @DisplayName("a broadcast is compressed once for all connections of one wire form")
    void broadcastCompressesOnce() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        Harness one = Harness.open(true, options -> options, deflate(begun));
        Harness two = Harness.open(true, options -> options, deflate(begun));
        Harness plain = Harness.open(true);
        String text = "compress me ".repeat(1000);
        BroadcastResult result =
                Broadcast.sendText(List.of(one.connection, two.connection, plain.connection), text, true, null);
        assertEquals(3, result.queued());
        assertEquals(1, begun.get());
        byte[] sent = one.transport.takeSent();
        assertEquals((byte) 0xC1, sent[0]);
        org.junit.jupiter.api.Assertions.assertArrayEquals(sent, two.transport.takeSent());
        assertEquals("text \"" + text + "\"", plain.sent());
    }

    @Test
    @DisplayName("a message is delivered as it was checked, whatever is changed while it arrives")
    void settingsOfOneMoment() {
        Harness harness =
                Harness.open(true, options -> options.limits(new InboundLimits(InboundLimits.UNLIMITED, 10, 10, 100))
                        .deliveries(new ConnectionOptions.Deliveries(Delivery.PARTS, Delivery.PARTS)));
        byte[] frame = Frames.text("x".repeat(100), true);
        harness.receive(java.util.Arrays.copyOf(frame, 6));
        harness.connection.textDelivery(Delivery.WHOLE);
        harness.receive(java.util.Arrays.copyOfRange(frame, 6, frame.length));
        harness.receive(Frames.text("y".repeat(11), true));
        assertEquals("textPart " + "x".repeat(100) + " last", harness.heard().get(0));
        assertTrue(harness.sent().startsWith("close 1009"));
    }

    @Test
    @DisplayName("a message in parts may have any number of fragments, but not of empty ones in a row")
    void fragmentsOfParts() {
        Harness harness =
                Harness.open(true, options -> options.limits(new InboundLimits(InboundLimits.UNLIMITED, 10, 10, 4))
                        .deliveries(new ConnectionOptions.Deliveries(Delivery.WHOLE, Delivery.PARTS)));
        byte[] empty = Frames.frame(0x00, new byte[0], true);
        harness.receive(Frames.frame(0x02, new byte[1], true));
        for (int i = 0; i < 20; i++) {
            harness.receive(Frames.join(Frames.repeat(empty, 4), Frames.frame(0x00, new byte[1], true)));
        }
        assertEquals("", harness.sent());
        harness.receive(Frames.repeat(empty, 5));
        assertTrue(harness.sent().startsWith("close 1008"));
    }

    @Test
    @DisplayName("1.1-08: the fragments of a whole message are limited")
    void fragmentsOfWhole() {
        Harness harness =
                Harness.open(true, options -> options.limits(new InboundLimits(InboundLimits.UNLIMITED, 100, 100, 4)));
        harness.receive(Frames.join(
                Frames.frame(0x02, new byte[1], true), Frames.repeat(Frames.frame(0x00, new byte[1], true), 3)));
        assertEquals("", harness.sent());
        harness.receive(Frames.frame(0x80, new byte[1], true));
        assertTrue(harness.sent().startsWith("close 1008"));
    }
}
