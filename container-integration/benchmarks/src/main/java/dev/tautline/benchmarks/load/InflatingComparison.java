// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one connection's compressed messages (RFC 7692 §7.2.2) and compares them with what was sent. Where the server has
 * agreed to forget its window after each message, bytes that were inflated and compared once are not inflated again: the same bytes
 * mean the same message. Owned by the load thread.
 */
final class InflatingComparison implements AutoCloseable {

    /** For connections that did not negotiate permessage-deflate. */
    static final InflatingComparison NONE = new InflatingComparison(false, false, new Memory());

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    /** What was inflated and compared last, shared between connections. */
    static final class Memory {
        private byte[] compressed = new byte[0];
        private byte[] plain = new byte[0];
    }

    private final boolean negotiated;
    private final boolean noContext;
    private final Memory memory;
    private final Inflater inflater = new Inflater(true);
    private byte[] collected = new byte[0];
    private int count;

    InflatingComparison(boolean negotiated, boolean serverNoContextTakeover, Memory memory) {
        this.negotiated = negotiated;
        this.noContext = serverNoContextTakeover;
        this.memory = memory;
    }

    boolean negotiated() {
        return negotiated;
    }

    void collect(ByteBuffer in) {
        int length = in.remaining();
        if (collected.length < count + length + TAIL.length) {
            collected = Arrays.copyOf(collected, 2 * (count + length) + TAIL.length);
        }
        in.get(collected, count, length);
        count += length;
    }

    /** Ends the message. */
    void compare(ByteBuffer expected) {
        byte[] plain = new byte[expected.remaining()];
        expected.get(plain);
        if (noContext
                && Arrays.equals(memory.compressed, 0, memory.compressed.length, collected, 0, count)
                && Arrays.equals(memory.plain, plain)) {
            count = 0;
            return;
        }
        byte[] compressed = Arrays.copyOf(collected, count);
        System.arraycopy(TAIL, 0, collected, count, TAIL.length);
        inflater.setInput(collected, 0, count + TAIL.length);
        byte[] inflated = new byte[plain.length + 1];
        int length = 0;
        try {
            int more;
            while (length < inflated.length
                    && (more = inflater.inflate(inflated, length, inflated.length - length)) > 0) {
                length += more;
            }
        } catch (DataFormatException e) {
            throw new LoadException("A compressed echo cannot be inflated: " + e.getMessage());
        }
        if (!Arrays.equals(inflated, 0, length, plain, 0, plain.length)) {
            throw new LoadException("A compressed echo differs from what was sent");
        }
        count = 0;
        if (noContext) {
            inflater.reset();
            memory.compressed = compressed;
            memory.plain = plain;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
