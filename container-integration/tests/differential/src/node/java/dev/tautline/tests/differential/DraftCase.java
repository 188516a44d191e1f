// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client of a draft sends, a character for a byte, to a server with drafts or without.
 *
 * @param path begins with {@code /drafts} where they are allowed
 * @param fields of the request besides {@code Host}, {@code Upgrade}, {@code Connection} and {@code Origin}
 * @param early sent with the header
 * @param late sent behind the answer, a byte at a time
 */
record DraftCase(String name, String path, List<String> fields, String early, String late) {
    private static final String KEY_1 = "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5";
    private static final String KEY_2 = "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00";
    private static final String BODY = "^n:ds[4U";
    private static final String CLOSE = "\u00ff\0";
    private static final List<String> KEYS = List.of(KEY_1, KEY_2);

    static List<DraftCase> all() {
        List<DraftCase> cases = new ArrayList<>();
        for (String frames : List.of(
                text("a") + text("h\u00c3\u00a9") + text(""),
                "\u0080\u0003abc" + text("skipped before"),
                "\u0081\u0000\u0082\u0081\0".concat("x".repeat(256)) + text("skipped before"),
                "\u007fany type\u00ff",
                text("ping") + text("binary") + text("after"),
                text("close"),
                "\0" + "x".repeat(1_001),
                "\u0080\u0087i" + text("behind"))) {
            cases.add(hixie76("frames " + printable(frames), BODY + frames + CLOSE, ""));
            cases.add(hixie75("frames " + printable(frames), frames, ""));
        }
        cases.add(hixie76("challenge behind the answer", "", BODY + text("late") + CLOSE));
        cases.add(hixie76("challenge in two halves", BODY.substring(0, 3), BODY.substring(3) + text("late") + CLOSE));
        cases.add(hixie76("something of the closing type", BODY + "\u00ff\u0003abc" + text("a") + CLOSE, ""));
        cases.add(hixie75("the closing bytes of hixie-76", CLOSE + text("a"), ""));
        cases.add(hixie75("a text byte by byte", "", text("late")));
        cases.add(hixie76("bad UTF-8", BODY + text("a\u00c0\u00af"), ""));
        for (String key : List.of("12", "0 ", "a b", "4294967296 x", "5  x")) {
            cases.add(refused("key " + key, List.of(KEY_1, "Sec-WebSocket-Key2: " + key)));
        }
        cases.add(refused("no second key", List.of(KEY_1)));
        cases.add(refused("no first key", List.of(KEY_2)));
        cases.add(new DraftCase("hixie-75 not allowed", "/off", List.of(), "", ""));
        cases.add(new DraftCase("hixie-76 not allowed", "/off", KEYS, BODY, ""));
        cases.add(refused(
                "version 8", List.of("Sec-WebSocket-Version: 8", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")));
        return cases;
    }

    private static String text(String text) {
        return "\0" + text + "\u00ff";
    }

    private static String printable(String bytes) {
        String plain = bytes.replace("\0", "[").replace("\u00ff", "]").replaceAll("[^ -~]", ".");
        return plain.length() < 40 ? plain : plain.substring(0, 40) + "...";
    }

    private static DraftCase hixie76(String name, String early, String late) {
        return new DraftCase("hixie-76 " + name, "/drafts", KEYS, early, late);
    }

    private static DraftCase hixie75(String name, String early, String late) {
        return new DraftCase("hixie-75 " + name, "/drafts", List.of(), early, late);
    }

    private static DraftCase refused(String name, List<String> fields) {
        return new DraftCase(name, "/drafts", fields, "", "");
    }

    @Override
    public String toString() {
        return name;
    }
}
