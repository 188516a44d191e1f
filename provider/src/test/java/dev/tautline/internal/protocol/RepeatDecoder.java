// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.PayloadDecoder;
import java.nio.ByteBuffer;

/**
 * A decoder that is easy to follow by hand: of each two bytes of payload the first says how often the second is repeated. It
 * takes one pair per call, so that input stays behind, and gives out as much as fits.
 */
final class RepeatDecoder implements PayloadDecoder {
    private final boolean greedy;
    private int count;
    private byte value;
    private boolean countKnown;

    /** Everything that has ever been given out, whether or not the protocol handed it on. */
    long given;

    RepeatDecoder() {
        this(false);
    }

    /** @param greedy whether one call takes all pairs that it can */
    RepeatDecoder(boolean greedy) {
        this.greedy = greedy;
    }

    @Override
    public int rsv() {
        return 0b100;
    }

    @Override
    public boolean begin(int rsv) {
        return rsv == 0b100;
    }

    @Override
    public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) throws InvalidPayloadException {
        do {
            takePair(in);
            if (!countKnown) {
                while (count > 0 && out.hasRemaining()) {
                    out.put(value);
                    count--;
                    given++;
                }
            }
        } while (greedy && count == 0 && in.hasRemaining() && out.hasRemaining());
        if (in.hasRemaining() || (count > 0 && !countKnown)) {
            return false;
        }
        if (last && countKnown) {
            throw new InvalidPayloadException("half a pair");
        }
        return true;
    }

    private void takePair(ByteBuffer in) throws InvalidPayloadException {
        if (count == 0 && !countKnown && in.hasRemaining()) {
            count = in.get() & 0xFF;
            countKnown = true;
            if (count == 0) {
                throw new InvalidPayloadException("zero times");
            }
        }
        if (countKnown && in.hasRemaining()) {
            value = in.get();
            countKnown = false;
        }
    }

    @Override
    public void close() {}
}
