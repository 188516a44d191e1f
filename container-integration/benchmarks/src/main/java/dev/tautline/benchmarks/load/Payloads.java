// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Payloads that differ by connection and by place in the cycle, so that a mixed-up echo is seen. */
final class Payloads {

    private static final int PRINTABLE_FIRST = ' ';
    private static final int PRINTABLE_COUNT = 95;
    private static final String[] WORDS = {
        "the",
        "socket",
        "is",
        "open",
        "again",
        "and",
        "nobody",
        "has",
        "said",
        "a",
        "word",
        "since",
        "lunch",
        "please",
        "look",
        "at",
        "build",
        "that",
        "broke",
        "yesterday",
        "thanks",
        "will",
        "do",
        "tomorrow",
        "morning",
        "team"
    };
    private static final String[] NAMES = {"ada", "grace", "edsger", "barbara", "donald", "frances", "ken", "radia"};

    private Payloads() {}

    static byte[] build(Payload kind, int size, int connection, int index) {
        SplittableRandom random = new SplittableRandom(((long) connection << 32) | index);
        return switch (kind) {
            case TEXT -> text(size, random, connection, index);
            case BINARY -> binary(size, random, connection, index);
            case JSON -> json(size, random, connection, index);
        };
    }

    private static byte[] text(int size, SplittableRandom random, int connection, int index) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (PRINTABLE_FIRST + random.nextInt(PRINTABLE_COUNT));
        }
        byte[] label = (connection + "/" + index + " ").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(label, 0, bytes, 0, Math.min(label.length, size));
        return bytes;
    }

    private static byte[] binary(int size, SplittableRandom random, int connection, int index) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        java.nio.ByteBuffer.wrap(bytes).putInt(connection).putInt(index);
        return bytes;
    }

    private static byte[] json(int size, SplittableRandom random, int connection, int index) {
        StringBuilder text = new StringBuilder(size + 128)
                .append("{\"room\":")
                .append(connection)
                .append(",\"n\":")
                .append(index)
                .append(",\"messages\":[");
        while (text.length() < size) {
            text.append("{\"id\":").append(random.nextInt(1_000_000));
            text.append(",\"from\":\"").append(NAMES[random.nextInt(NAMES.length)]);
            text.append("\",\"at\":").append(1_700_000_000_000L + random.nextInt(1_000_000_000));
            text.append(",\"text\":\"");
            int words = 4 + random.nextInt(12);
            for (int i = 0; i < words; i++) {
                text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
            }
            text.append("\"},");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), size);
    }
}
