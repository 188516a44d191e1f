// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What people and rooms may be called. */
final class Names {
    static final int MAX_PERSON = 24;
    static final int MAX_ROOM = 40;

    private static final Pattern ROOM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._-]*");

    /** Invisible characters and those that turn the direction of a line make one name look like another. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Names() {}

    /** A person's name with its blanks put in order. */
    static String person(String wanted) throws RefusedException {
        String name = Normalizer.normalize(wanted, Normalizer.Form.NFC).strip().replaceAll("\\p{Zs}+", " ");
        if (name.isEmpty() || name.length() > MAX_PERSON || UNSEEN.matcher(name).find()) {
            throw new RefusedException(
                    RefusedException.UNUSABLE,
                    "A name has 1 to " + MAX_PERSON + " characters, all of them visible. Please take another one.");
        }
        return name;
    }

    /** A room's name; rooms that differ only in case are one. */
    static String room(String wanted) throws RefusedException {
        String name = Normalizer.normalize(wanted, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        if (name.length() > MAX_ROOM || !ROOM.matcher(name).matches()) {
            throw new RefusedException(
                    RefusedException.UNUSABLE,
                    "A room's name has 1 to " + MAX_ROOM + " letters, digits, blanks or . _ - in it.");
        }
        return name;
    }

    /** Equal for names that people would mistake for each other: case and width don't count. */
    static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /** The name with a number behind it, within the limit and without half a character. */
    static String numbered(String name, int number) {
        String suffix = " " + number;
        int end = Math.min(name.length(), MAX_PERSON - suffix.length());
        if (Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end).stripTrailing() + suffix;
    }
}
