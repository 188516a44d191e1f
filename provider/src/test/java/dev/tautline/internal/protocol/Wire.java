// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.spec.Role;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Frames as a peer would send them, made byte by byte without the code under test. */
final class Wire {
    /** The key of the example in RFC 6455 §5.7. */
    static final byte[] KEY = hex("37 FA 21 3D");

    private Wire() {}

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Frames given as a server sends them, in hex; masked where the receiver is a server. */
    static byte[] to(Role receiver, String... frames) {
        byte[][] all = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            all[i] = to(receiver, hex(frames[i]));
        }
        return join(all);
    }

    /** A frame given as a server sends it, perhaps cut; masked where the receiver is a server. */
    static byte[] to(Role receiver, byte[] frame) {
        return receiver == Role.SERVER ? masked(frame) : frame;
    }

    /** A frame for {@code receiver}, its length in minimal form. */
    static byte[] frame(Role receiver, int b0, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(b0);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65536) {
            frame.write(126);
            frame.write(payload.length >>> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            frame.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(payload.length >>> shift);
            }
        }
        frame.writeBytes(payload);
        return to(receiver, frame.toByteArray());
    }

    static byte[] masked(byte[] frame) {
        int header = headerLength(frame);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < frame.length; i++) {
            if (i == header) {
                out.writeBytes(KEY);
            }
            int b = frame[i];
            out.write(i == 1 ? b | 0x80 : i < header ? b : b ^ KEY[(i - header) % 4]);
        }
        if (frame.length == header) {
            out.writeBytes(KEY);
        }
        return out.toByteArray();
    }

    static int headerLength(byte[] frame) {
        int length = frame[1] & 0x7F;
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
