// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.util.List;
import java.util.Locale;

/** Throughput ratios as horizontal bars on a logarithmic axis, in SVG. */
final class RatioChart {

    private static final int LABEL_WIDTH = 420;
    private static final int PLOT_WIDTH = 480;
    private static final int ROW = 20;
    private static final int BAR = 13;
    private static final int TOP = 50;
    private static final double MIN = 0.25;
    private static final double MAX = 64;
    private static final double[] TICKS = {0.25, 0.5, 1, 2, 4, 8, 16, 32, 64};

    String draw(List<ScenarioResult> results) {
        StringBuilder bars = new StringBuilder();
        int y = TOP;
        for (ScenarioResult result : results) {
            for (PeerResult peer : result.peers()) {
                Spread ratio = result.ratio(peer, Metric.THROUGHPUT)
                        .filter(spread -> !Double.isNaN(spread.median()))
                        .orElse(null);
                if (ratio != null) {
                    bar(
                            bars,
                            y,
                            result.named().scenario().title() + ", "
                                    + peer.peer().label(),
                            ratio);
                    y += ROW;
                }
            }
        }
        return format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                                + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"
                                + "<text x=\"10\" y=\"18\" font-size=\"14\">Throughput, as a multiple of the container's own"
                                + " provider (median, and range of the rounds)</text>%n",
                        LABEL_WIDTH + PLOT_WIDTH + 80, y + ROW)
                + axis(y) + bars + "</svg>\n";
    }

    private static String axis(int bottom) {
        StringBuilder axis = new StringBuilder();
        for (double tick : TICKS) {
            axis.append(format(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\"/>"
                            + "<text x=\"%1$.1f\" y=\"%5$d\" text-anchor=\"middle\" fill=\"#555555\">%6$s</text>%n",
                    x(tick), TOP - 8, bottom, tick == 1 ? "#333333" : "#dddddd", TOP - 12, number(tick)));
        }
        return axis.toString();
    }

    private static void bar(StringBuilder out, int y, String label, Spread ratio) {
        double begin = Math.min(x(1), x(ratio.median()));
        double end = Math.max(x(1), x(ratio.median()));
        out.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                        + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#333333\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s ×</text>%n",
                LABEL_WIDTH - 8,
                y + BAR - 2,
                label,
                begin,
                y,
                end - begin,
                BAR,
                ratio.median() >= 1 ? "#2e7d6b" : "#b5543c",
                x(ratio.min()),
                x(ratio.max()),
                y + BAR / 2,
                y + BAR / 2,
                Math.max(end, x(ratio.max())) + 5,
                y + BAR - 2,
                Spread.format(ratio.median())));
    }

    private static double x(double ratio) {
        double bounded = Math.max(MIN, Math.min(MAX, ratio));
        return LABEL_WIDTH + PLOT_WIDTH * Math.log(bounded / MIN) / Math.log(MAX / MIN);
    }

    private static String number(double tick) {
        return tick >= 1 ? Integer.toString((int) tick) : Double.toString(tick);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
