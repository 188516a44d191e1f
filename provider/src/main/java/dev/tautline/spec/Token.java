// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

/** The {@code token} of HTTP: one or more visible ASCII characters without separators (RFC 2616 §2.2, RFC 9110 §5.6.2). */
public final class Token {
    private static final boolean[] CHARACTERS = new boolean[128];

    static {
        for (char c = 0x21; c < 0x7F; c++) {
            CHARACTERS[c] = "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }
    }

    private Token() {}

    /** Whether the text is a token. */
    public static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return text.length() > 0;
    }

    /** Whether the character may stand in a token. */
    public static boolean isTokenCharacter(char c) {
        return c < 128 && CHARACTERS[c];
    }

    /** Whether the character is a space or a tab, the only white space inside a header field. */
    public static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    /** The part of the text from {@code start} to {@code end}, without spaces and tabs around it. */
    public static String trim(String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && isWhitespace(text.charAt(from))) {
            from++;
        }
        while (from < to && isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /**
     * The text, which must be a token.
     *
     * @throws IllegalArgumentException naming {@code what} if it is not
     */
    public static String require(String text, String what) {
        if (!isToken(text)) {
            throw new IllegalArgumentException(
                    what + " must be a token (letters, digits and !#$%&'*+-.^_`|~), not \"" + text + "\"");
        }
        return text;
    }
}
