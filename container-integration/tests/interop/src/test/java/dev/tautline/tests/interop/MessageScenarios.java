// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import dev.tautline.tests.interop.Link.Way;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text, binary, fragments and order. RFC 6455 §5.4, §5.6. */
interface MessageScenarios extends Scenarios {
    /** Around the three forms of the length (RFC 6455 §5.2), and a large one. */
    List<Integer> SIZES = List.of(0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20);

    int MANY = 2000;

    @ParameterizedTest
    @MethodSource("pairs")
    default void textOfAnySize(Pair pair) throws Exception {
        Link link = open(pair);
        for (Way way : link.bothWays()) {
            for (int size : SIZES) {
                String message = "a".repeat(size);
                way.from().text(message);
                way.hears(message);
            }
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void textInAnyScript(Pair pair) throws Exception {
        Link link = open(pair);
        // One to four bytes for each character; the long ones have characters across any boundary of a buffer.
        List<String> messages = List.of(
                "\u0000\u007F",
                "\u0080\u07FF",
                "\u0800\uFFFD\uFEFF",
                "\uD834\uDD1E \uDBFF\uDFFD",
                "aß€\uD834\uDD1E".repeat(50_000));
        for (Way way : link.bothWays()) {
            for (String message : messages) {
                way.from().text(message);
                way.hears(message);
            }
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void binaryOfAnySize(Pair pair) throws Exception {
        Link link = open(pair);
        Random random = new Random(1);
        for (Way way : link.bothWays()) {
            for (int size : SIZES) {
                byte[] message = new byte[size];
                random.nextBytes(message);
                way.from().binary(message);
                way.hears(message);
            }
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void fragmentsOfText(Pair pair) throws Exception {
        Link link = open(pair);
        for (Way way : link.bothWays()) {
            way.from().text("one ", false);
            way.from().text("", false);
            way.from().text("zwö \uD834\uDD1E", false);
            way.from().text("trois".repeat(20_000), true);
            way.hears("one zwö \uD834\uDD1E" + "trois".repeat(20_000));
            way.from().text("last is empty", false);
            way.from().text("", true);
            way.hears("last is empty");
            way.from().text("whole again");
            way.hears("whole again");
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void fragmentsOfBinary(Pair pair) throws Exception {
        Link link = open(pair);
        for (Way way : link.bothWays()) {
            way.from().binary(new byte[] {1, 2}, false);
            way.from().binary(new byte[0], false);
            way.from().binary(new byte[] {3}, true);
            way.hears(new byte[] {1, 2, 3});
            way.from().binary(new byte[] {4});
            way.hears(new byte[] {4});
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void manyMessagesKeepTheirOrder(Pair pair) throws Exception {
        Link link = open(pair);
        List<CompletableFuture<Void>> senders = link.bothWays().stream()
                .map(way -> CompletableFuture.runAsync(() -> count(way.from()), MessageScenarios::start))
                .toList();
        for (Way way : link.bothWays()) {
            for (int number = 0; number < MANY; number++) {
                way.hears("message " + number);
            }
        }
        for (CompletableFuture<Void> sender : senders) {
            sender.get(30, TimeUnit.SECONDS);
        }
        link.assertNoErrors();
    }

    private static void start(Runnable task) {
        new Thread(task, "sender").start();
    }

    private static void count(End end) {
        try {
            for (int number = 0; number < MANY; number++) {
                end.text("message " + number);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
