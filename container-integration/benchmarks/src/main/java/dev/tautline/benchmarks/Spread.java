// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * What several rounds gave.
 *
 * @param median the middle value, of an even number of rounds the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
record Spread(double median, double min, double max) {

    private static final double WHOLE = 100;
    private static final double ONE_DECIMAL = 10;

    /** @throws IllegalArgumentException when there is no value */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("There is no value to take the median of");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The spread of the ratios of values that belong to the same round. */
    static Spread ofRatios(double[] values, double[] baseline) {
        if (values.length != baseline.length) {
            throw new IllegalArgumentException(values.length + " rounds cannot be compared with " + baseline.length);
        }
        double[] ratios = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            ratios[i] = values[i] / baseline[i];
        }
        return of(ratios);
    }

    /** {@code median (min–max)}, or the median alone when there was one round. */
    String format() {
        return min == max ? format(median) : format(median) + " (" + format(min) + "–" + format(max) + ")";
    }

    /** Three significant digits, and every digit before the point. */
    static String format(double value) {
        double size = Math.abs(value);
        String pattern = size >= WHOLE ? "%.0f" : size >= ONE_DECIMAL ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
