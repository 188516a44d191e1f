// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

/**
 * Counts of durations in buckets of at most 3.2 % width: recording costs one array increment. Owned by the load thread.
 */
final class LatencyHistogram {

    private static final int SUB_BITS = 6;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;

    private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];
    private long total;

    void record(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        total++;
    }

    long total() {
        return total;
    }

    /** The upper bound of the bucket that holds the given share (0 to 1) of what was recorded; 0 when nothing was. */
    long percentile(double share) {
        long rank = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return upperBound(i);
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        int shift = Math.max(0, Long.SIZE - SUB_BITS - Long.numberOfLeadingZeros(nanos));
        return shift == 0 ? (int) nanos : (shift << SUB_BITS) + (int) (nanos >>> shift);
    }

    private static long upperBound(int bucket) {
        // Above the first row the index carries the top bit of the value in its row, so rows overlap by half.
        int shift = 0;
        int sub = bucket;
        if (bucket >= SUB_BUCKETS) {
            shift = bucket >> SUB_BITS;
            sub = bucket & (SUB_BUCKETS - 1);
        }
        return ((long) (sub + 1) << shift) - 1;
    }
}
