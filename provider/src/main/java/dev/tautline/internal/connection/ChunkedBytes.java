// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that arrive in parts of any size. Chunks grow with what has arrived, never with what was announced: at most about twice
 * the payload is held, however small the parts are. Owned by one thread at a time.
 */
final class ChunkedBytes {
    private static final int MIN_CHUNK = 256;
    private static final int MAX_CHUNK = 1024 * 1024;

    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] last = new byte[0];
    private int lastUsed;
    private int size;

    int size() {
        return size;
    }

    /** Bytes of memory held. */
    long capacity() {
        long bytes = 0;
        for (byte[] chunk : chunks) {
            bytes += chunk.length;
        }
        return bytes;
    }

    void append(ByteBuffer part) {
        int length = part.remaining();
        int fits = Math.min(length, last.length - lastUsed);
        int at = part.position();
        part.get(at, last, lastUsed, fits);
        lastUsed += fits;
        if (fits < length) {
            int rest = length - fits;
            last = new byte[Math.max(rest, Math.min(MAX_CHUNK, Math.max(MIN_CHUNK, size)))];
            chunks.add(last);
            part.get(at + fits, last, 0, rest);
            lastUsed = rest;
        }
        size = Math.addExact(size, length);
    }

    /** All bytes and {@code end} in one exact heap buffer. */
    ByteBuffer join(ByteBuffer end) {
        byte[] all = new byte[Math.addExact(size, end.remaining())];
        int at = 0;
        for (byte[] chunk : chunks) {
            int length = chunk == last ? lastUsed : chunk.length;
            System.arraycopy(chunk, 0, all, at, length);
            at += length;
        }
        end.get(end.position(), all, at, end.remaining());
        return ByteBuffer.wrap(all);
    }
}
