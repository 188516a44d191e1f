// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoReaderTest {

    private static final Scenario PIPELINED = Scenario.echo(1, 32, 64, Payload.TEXT);
    private static final int TEXT = 0x1;
    private static final int CONTINUATION = 0x0;
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;

    private final MessageCycle cycle = new MessageCycle(PIPELINED, 7, false);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 33, 34, 35, 100, 10_000})
    void countsTheSameMessagesHoweverTheBytesArrive(int chunk) {
        byte[] stream = stream(200);
        EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
        int messages = 0;
        for (int at = 0; at < stream.length; at += chunk) {
            messages += reader.read(direct(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + chunk))));
        }
        assertEquals(200, messages);
    }

    @Test
    void noticesEverySingleWrongByte() {
        byte[] stream = stream(3);
        for (int at = 0; at < stream.length; at++) {
            byte[] wrong = stream.clone();
            wrong[at] ^= 0x08;
            EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
            int index = at;
            assertThrows(LoadException.class, () -> readAndEnd(reader, wrong), () -> "byte " + index);
        }
    }

    @Test
    void noticesMessagesInTheWrongOrder() {
        byte[] swapped = concat(frame(FIN | TEXT, payload(1)), frame(FIN | TEXT, payload(0)));
        EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
        assertThrows(LoadException.class, () -> reader.read(direct(swapped)));
    }

    @Test
    void noticesTheMessageOfAnotherConnection() {
        byte[] other = Payloads.build(Payload.TEXT, 32, 8, 0);
        EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
        assertThrows(LoadException.class, () -> reader.read(direct(frame(FIN | TEXT, other))));
    }

    @Test
    void noticesATruncatedMessage() {
        EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
        byte[] shorter = Arrays.copyOf(payload(0), 31);
        assertThrows(LoadException.class, () -> reader.read(direct(frame(FIN | TEXT, shorter))));
    }

    @Test
    void acceptsAFragmentedEcho() {
        byte[] payload = payload(0);
        byte[] stream = concat(
                frame(TEXT, Arrays.copyOf(payload, 10)),
                frame(CONTINUATION, new byte[0]),
                frame(FIN | CONTINUATION, Arrays.copyOfRange(payload, 10, 32)),
                frame(FIN | TEXT, payload(1)));
        assertEquals(2, new EchoReader(cycle, InflatingComparison.NONE).read(direct(stream)));
    }

    @Test
    void refusesCompressedFramesThatWereNotNegotiated() {
        EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
        byte[] deflated = MessageCycle.deflated(payload(0));
        assertThrows(LoadException.class, () -> reader.read(direct(frame(FIN | RSV1 | TEXT, deflated))));
    }

    @Test
    void seesTheCloseFrame() {
        EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
        assertEquals(0, reader.read(direct(frame(FIN | 0x8, new byte[] {3, (byte) 0xE8}))));
        assertTrue(reader.closed());
    }

    @Test
    void doesNotTakeThePayloadOfAPongForAMessage() {
        byte[] message = frame(FIN | TEXT, payload(0));
        byte[] pong = frame(FIN | 0xA, message);
        EchoReader reader = new EchoReader(cycle, InflatingComparison.NONE);
        assertEquals(0, reader.read(direct(Arrays.copyOf(pong, 2))));
        assertEquals(0, reader.read(direct(Arrays.copyOfRange(pong, 2, pong.length))));
        assertEquals(1, reader.read(direct(message)));
        assertEquals(1, reader.pongs());
    }

    @Test
    void inflatesWithContextTakeover() {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        MessageCycle json = jsonCycle();
        try (InflatingComparison inflating = new InflatingComparison(true, false, new InflatingComparison.Memory())) {
            EchoReader reader = new EchoReader(json, inflating);
            for (int i = 0; i < 9; i++) {
                byte[] message = json(i % json.length());
                assertEquals(1, reader.read(direct(frame(FIN | RSV1 | TEXT, flushed(deflater, message)))));
            }
            assertEquals(1, reader.read(direct(frame(FIN | TEXT, json(9 % json.length())))));
        } finally {
            deflater.end();
        }
    }

    @Test
    void noticesAWrongCompressedEcho() {
        try (InflatingComparison inflating = new InflatingComparison(true, true, new InflatingComparison.Memory())) {
            EchoReader reader = new EchoReader(jsonCycle(), inflating);
            assertEquals(1, reader.read(direct(frame(FIN | RSV1 | TEXT, MessageCycle.deflated(json(0))))));
            byte[] again = frame(FIN | RSV1 | TEXT, MessageCycle.deflated(json(0)));
            assertThrows(LoadException.class, () -> reader.read(direct(again)));
        }
    }

    private static void readAndEnd(EchoReader reader, byte[] stream) {
        // A wrong length may leave the reader waiting: then the count is wrong, which the load sees as a stall.
        if (reader.read(direct(stream)) != 3 || reader.closed()) {
            throw new LoadException("incomplete");
        }
    }

    private static MessageCycle jsonCycle() {
        return new MessageCycle(new Scenario(Shape.ECHO, 1, 1024, 1, Payload.JSON, Compression.OFFER), 0, true);
    }

    private static byte[] json(int index) {
        return Payloads.build(Payload.JSON, 1024, 0, index);
    }

    private byte[] payload(int index) {
        return Payloads.build(Payload.TEXT, 32, 7, index % cycle.length());
    }

    private byte[] stream(int messages) {
        byte[] stream = new byte[0];
        for (int i = 0; i < messages; i++) {
            stream = concat(stream, frame(FIN | TEXT, payload(i)));
        }
        return stream;
    }

    private static byte[] flushed(Deflater deflater, byte[] message) {
        deflater.setInput(message);
        byte[] out = new byte[4096];
        int count = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, count - 4);
    }

    private static byte[] frame(int b0, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(Frames.serverLength(payload.length));
        Frames.putServerFrame(out, b0, payload);
        out.put(0, (byte) b0);
        return out.array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
