// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.PayloadDecoder;
import dev.tautline.extension.PayloadEncoder;
import dev.tautline.spec.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Drives codecs as the protocol does: input in parts, output into buffers of a given size. */
final class Codecs {
    static final int RSV1 = 0b100;
    /** A codec that makes no progress in this many calls spins. */
    private static final int MAX_IDLE_CALLS = 3;

    private Codecs() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** Text-like bytes that compress, with references near and far. */
    static byte[] sample(int length, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; ) {
            int run = 1 + random.nextInt(40);
            int distance = 1 + random.nextInt(Math.max(1, Math.min(i, 32768)));
            boolean copy = i > 10 && random.nextInt(3) > 0;
            for (int j = 0; j < run && i < length; j++, i++) {
                bytes[i] = copy ? bytes[i - distance] : (byte) ('a' + random.nextInt(26));
            }
        }
        return bytes;
    }

    /** One whole message; inputs of {@code inSize} bytes, outputs of {@code outSize}. */
    static byte[] encode(PayloadEncoder encoder, byte[] message, int inSize, int outSize) {
        int rsv = encoder.begin(Opcode.BINARY, message.length, true, true);
        if (rsv == 0) {
            throw new AssertionError("the encoder declined the message");
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        int position = 0;
        do {
            int count = Math.min(inSize, message.length - position);
            ByteBuffer in = ByteBuffer.wrap(message, position, count);
            position += count;
            boolean last = position == message.length;
            int idle = 0;
            boolean done;
            do {
                ByteBuffer out = ByteBuffer.allocate(outSize);
                int before = in.remaining();
                done = encoder.encode(in, last, out);
                encoded.write(out.array(), 0, out.position());
                idle = out.position() == 0 && before == in.remaining() && !done ? idle + 1 : 0;
                if (idle > MAX_IDLE_CALLS) {
                    throw new AssertionError("the encoder spins");
                }
            } while (!done);
            if (in.hasRemaining()) {
                throw new AssertionError("the encoder left input behind");
            }
        } while (position < message.length);
        return encoded.toByteArray();
    }

    /** One whole message with RSV1 set. */
    static byte[] decode(PayloadDecoder decoder, byte[] payload, int inSize, int outSize)
            throws InvalidPayloadException {
        if (!decoder.begin(RSV1)) {
            throw new AssertionError("the decoder declined the message");
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        int position = 0;
        do {
            int count = Math.min(inSize, payload.length - position);
            ByteBuffer in = ByteBuffer.wrap(payload, position, count);
            position += count;
            boolean last = position == payload.length;
            int idle = 0;
            boolean done;
            do {
                ByteBuffer out = ByteBuffer.allocate(outSize);
                int before = in.remaining();
                done = decoder.decode(in, last, out);
                decoded.write(out.array(), 0, out.position());
                idle = out.position() == 0 && before == in.remaining() && !done ? idle + 1 : 0;
                if (idle > MAX_IDLE_CALLS) {
                    throw new AssertionError("the decoder spins");
                }
            } while (!done);
            if (in.hasRemaining()) {
                throw new AssertionError("the decoder left input behind");
            }
        } while (position < payload.length);
        return decoded.toByteArray();
    }

    /** What zlib makes of the payload with the tail of RFC 7692 §7.2.2, each finished stream followed by the next. */
    static byte[] zlibInflate(Inflater zlib, byte[] payload) throws DataFormatException {
        byte[] data = Arrays.copyOf(payload, payload.length + 4);
        data[payload.length + 2] = (byte) 0xFF;
        data[payload.length + 3] = (byte) 0xFF;
        ByteArrayOutputStream inflated = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        int position = 0;
        zlib.setInput(data);
        while (true) {
            int count = zlib.inflate(buffer);
            inflated.write(buffer, 0, count);
            if (zlib.finished()) {
                position = data.length - zlib.getRemaining();
                zlib.reset();
                if (position >= payload.length) {
                    return inflated.toByteArray();
                }
                zlib.setInput(data, position, data.length - position);
            } else if (count == 0) {
                return inflated.toByteArray();
            }
        }
    }

    /** What zlib makes of a message by RFC 7692 §7.2.1. */
    static byte[] zlibDeflate(Deflater zlib, byte[] message) {
        zlib.setInput(message);
        byte[] buffer = new byte[message.length * 2 + 100];
        int count = zlib.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(buffer, count - 4);
    }
}
