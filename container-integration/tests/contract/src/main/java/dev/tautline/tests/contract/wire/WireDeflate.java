// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** RFC 7692 by the book: no context on our side, the peer's context kept. Inflating belongs to the reader, deflating to the writer. */
final class WireDeflate {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Inflater inflater = new Inflater(true);

    byte[] deflate(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(payload);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int count;
            do {
                count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                out.write(buffer, 0, count);
            } while (count == buffer.length);
            byte[] all = out.toByteArray();
            // RFC 7692 §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
            return java.util.Arrays.copyOf(all, all.length - TAIL.length);
        } finally {
            deflater.end();
        }
    }

    byte[] inflate(byte[] payload) {
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        in.writeBytes(payload);
        in.writeBytes(TAIL);
        inflater.setInput(in.toByteArray());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int count;
            do {
                count = inflater.inflate(buffer);
                out.write(buffer, 0, count);
            } while (count > 0);
        } catch (DataFormatException e) {
            throw new AssertionError("The peer's deflate stream is broken", e);
        }
        return out.toByteArray();
    }

    void end() {
        inflater.end();
    }
}
