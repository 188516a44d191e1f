// SPDX-License-Identifier: Apache-2.0
package dev.tautline.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Frames as bytes, written and read without the engine: legal ones by name, any others as hex. */
public final class Frames {
    private static final byte[] KEY = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private Frames() {}

    /** Bytes as hex; blanks are ignored. */
    public static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    /**
     * A whole text message.
     *
     * @param masked as a client sends it
     */
    public static byte[] text(String text, boolean masked) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8), masked);
    }

    /** A whole binary message. */
    public static byte[] binary(byte[] payload, boolean masked) {
        return frame(0x82, payload, masked);
    }

    /** A ping. */
    public static byte[] ping(String payload, boolean masked) {
        return frame(0x89, payload.getBytes(StandardCharsets.UTF_8), masked);
    }

    /** A pong. */
    public static byte[] pong(String payload, boolean masked) {
        return frame(0x8A, payload.getBytes(StandardCharsets.UTF_8), masked);
    }

    /** An empty close frame. */
    public static byte[] close(boolean masked) {
        return frame(0x88, new byte[0], masked);
    }

    /** A close frame. */
    public static byte[] close(int code, String reason, boolean masked) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer payload =
                ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text);
        return frame(0x88, payload.array(), masked);
    }

    /**
     * Any frame.
     *
     * @param first the first byte: FIN, RSV and opcode
     */
    public static byte[] frame(int first, byte[] payload, boolean masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int mask = masked ? 0x80 : 0;
        int length = payload.length;
        if (length < 126) {
            out.write(mask | length);
        } else if (length < 0x10000) {
            out.write(mask | 126);
            out.write(length >>> 8);
            out.write(length);
        } else {
            out.write(mask | 127);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
        }
        byte[] bytes = payload.clone();
        if (masked) {
            out.writeBytes(KEY);
            for (int i = 0; i < length; i++) {
                bytes[i] ^= KEY[i % 4];
            }
        }
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    /** Several frames, one after the other. */
    public static byte[] join(byte[]... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    /** {@code frame} so many times. */
    public static byte[] repeat(byte[] frame, int count) {
        byte[] all = new byte[frame.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }

    /**
     * Whole frames in words, one per line: {@code text "abc"}, {@code binary 0102}, {@code ping ""}, {@code close 1000 "bye"}; {@code rsv1}
     * and {@code part} come first where they apply. What is left of an unfinished frame is {@code + n bytes}.
     */
    public static String describe(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            int start = in.position();
            if (!describeFrame(in, out)) {
                out.append("+ ").append(bytes.length - start).append(" bytes\n");
                break;
            }
        }
        return out.toString().strip();
    }

    private static boolean describeFrame(ByteBuffer in, StringBuilder out) {
        if (in.remaining() < 2) {
            return false;
        }
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        int form = second & 0x7F;
        int extra = form == 126 ? 2 : form == 127 ? 8 : 0;
        int keyLength = (second & 0x80) != 0 ? 4 : 0;
        if (in.remaining() < extra + keyLength) {
            return false;
        }
        long length = form == 126 ? in.getShort() & 0xFFFF : form == 127 ? in.getLong() : form;
        byte[] key = new byte[keyLength];
        in.get(key);
        if (in.remaining() < length) {
            return false;
        }
        byte[] payload = new byte[(int) length];
        in.get(payload);
        for (int i = 0; keyLength > 0 && i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        out.append((first & 0x40) != 0 ? "rsv1 " : "").append((first & 0x80) == 0 ? "part " : "");
        out.append(content(first & 0xF, payload)).append('\n');
        return true;
    }

    private static String content(int opcode, byte[] payload) {
        return switch (opcode) {
            case 0 -> "continuation " + quote(payload);
            case 1 -> "text " + quote(payload);
            case 2 -> "binary " + HexFormat.of().formatHex(payload);
            case 8 ->
                payload.length < 2
                        ? "close"
                        : "close " + (((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF)) + " "
                                + quote(java.util.Arrays.copyOfRange(payload, 2, payload.length));
            case 9 -> "ping " + quote(payload);
            case 10 -> "pong " + quote(payload);
            default -> "opcode " + opcode + " " + HexFormat.of().formatHex(payload);
        };
    }

    private static String quote(byte[] payload) {
        return '"' + new String(payload, StandardCharsets.UTF_8) + '"';
    }
}
