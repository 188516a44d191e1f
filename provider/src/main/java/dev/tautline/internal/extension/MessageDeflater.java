// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * A raw deflater with a buffer for its output, that ends a message as RFC 7692 §7.2.1 wants it: flushed, without the four bytes
 * {@code 00 00 FF FF} at the end. Those are held back while more may follow, because any output may turn out to be the end.
 * Owned by one connection's flush owner at a time.
 */
final class MessageDeflater {
    private static final int TAIL_BYTES = 4;
    private static final int STAGING_BYTES = 8192;
    /** The most input that one native call sees, since it may keep the garbage collector waiting. */
    private static final int SLICE_BYTES = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final Deflater deflater;
    private final int level;
    private final int strategy;
    private final byte[] staging = new byte[STAGING_BYTES];

    // The current message.
    /** Output in {@code staging[start..end)}. */
    private int start;

    private int end;
    /** The flush mode whose output is not complete; NO_FLUSH if there is none. */
    private int flushing = Deflater.NO_FLUSH;

    private boolean wroteAny;
    /** Input since no reference can reach further back. */
    private int sinceFullFlush;

    MessageDeflater(int level, int strategy) {
        this.level = level;
        this.strategy = strategy;
        deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
    }

    boolean fits(int otherLevel, int otherStrategy) {
        return level == otherLevel && strategy == otherStrategy;
    }

    /** Begins a message; the context is that of the messages since {@link #reset}. */
    void begin() {
        start = 0;
        end = 0;
        flushing = Deflater.NO_FLUSH;
        wroteAny = false;
    }

    /**
     * Deflates as {@code PayloadEncoder.encode}; flushes at the end of every {@code in}.
     *
     * @param windowBits no reference reaches further back than 2^windowBits bytes
     */
    boolean deflate(ByteBuffer in, boolean last, ByteBuffer out, int windowBits) {
        do {
            if (!drain(out)) {
                return false;
            }
        } while (step(in, windowBits));
        if (!last) {
            return true;
        }
        if (wroteAny) {
            // RFC 7692 §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
            end = start;
            return true;
        }
        // RFC 7692 §7.2.3.6: an empty message is a single octet 0x00
        if (!out.hasRemaining()) {
            return false;
        }
        out.put((byte) 0);
        return true;
    }

    /** Gives out everything but the last four bytes; says whether that succeeded. */
    private boolean drain(ByteBuffer out) {
        int count = Math.min(end - start - TAIL_BYTES, out.remaining());
        if (count > 0) {
            out.put(staging, start, count);
            start += count;
        }
        if (end - start > TAIL_BYTES) {
            return false;
        }
        System.arraycopy(staging, start, staging, 0, end - start);
        end -= start;
        start = 0;
        return true;
    }

    /** One native call, if there is something to do. */
    private boolean step(ByteBuffer in, int windowBits) {
        if (flushing != Deflater.NO_FLUSH) {
            if (fill(flushing)) {
                flushed();
            }
            return true;
        }
        if (!in.hasRemaining()) {
            return false;
        }
        // The JDK's deflater always uses a window of 2^15 bytes. A full flush forgets what was before it, so
        // with one at least every 2^n bytes of input no distance exceeds 2^n.
        boolean limited = windowBits < DeflateParameters.MAX_BITS;
        int untilFullFlush = limited ? (1 << windowBits) - sinceFullFlush : Integer.MAX_VALUE;
        int count = Math.min(Math.min(in.remaining(), SLICE_BYTES), untilFullFlush);
        int mode = Deflater.NO_FLUSH;
        if (count == untilFullFlush) {
            mode = Deflater.FULL_FLUSH;
        } else if (count == in.remaining()) {
            mode = Deflater.SYNC_FLUSH;
        }
        int before = in.position();
        int limit = in.limit();
        deflater.setInput(in.limit(before + count));
        boolean complete = fill(mode);
        deflater.setInput(NOTHING);
        in.limit(limit);
        int consumed = in.position() - before;
        sinceFullFlush += limited ? consumed : 0;
        if (consumed == count) {
            flushing = mode;
            if (complete) {
                flushed();
            }
        }
        return true;
    }

    /** Deflates into the free part of the staging buffer; where that does not fill it a flush is complete. */
    private boolean fill(int mode) {
        int count = deflater.deflate(staging, end, staging.length - end, mode);
        end += count;
        wroteAny |= count > 0;
        return end < staging.length;
    }

    private void flushed() {
        if (flushing == Deflater.FULL_FLUSH) {
            sinceFullFlush = 0;
        }
        flushing = Deflater.NO_FLUSH;
    }

    /** Forgets the context. */
    void reset() {
        deflater.reset();
        sinceFullFlush = 0;
        begin();
    }

    void end() {
        deflater.end();
    }
}
