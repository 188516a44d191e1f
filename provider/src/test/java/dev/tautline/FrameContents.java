// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Contents of frames that permessage-deflate has changed, by the JDK's zlib alone. */
final class FrameContents {
    private FrameContents() {}

    /** The payload of a message as a peer deflates it (RFC 7692 §7.2.1). */
    static byte[] deflated(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[1000];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(buffer, length - 4);
    }

    /** The payloads of unmasked short frames as hex, inflated where RSV1 says so; each message on its own. */
    static List<String> inflated(byte[] frames) {
        List<String> contents = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(frames);
        while (in.hasRemaining()) {
            boolean deflated = (in.get() & 0x40) != 0;
            byte[] payload = new byte[in.get()];
            in.get(payload);
            contents.add(HexFormat.of().formatHex(deflated ? inflate(payload) : payload));
        }
        return contents;
    }

    private static byte[] inflate(byte[] payload) {
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(payload);
        out.writeBytes(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF});
        inflater.setInput(out.toByteArray());
        byte[] buffer = new byte[1000];
        try {
            int length = inflater.inflate(buffer);
            return Arrays.copyOf(buffer, length);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }
}
