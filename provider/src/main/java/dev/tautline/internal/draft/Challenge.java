// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The challenge of hixie-76 (§5.2). MD5 is the draft's choice; it proves that the server speaks WebSocket and protects nothing.
 *
 * @param first the number of {@code Sec-WebSocket-Key1}, -1 for none
 * @param second the number of {@code Sec-WebSocket-Key2}
 */
record Challenge(long first, long second) {
    /** Bytes behind the client's header that belong to the challenge. */
    static final int BODY = 8;

    private static final long MAX_NUMBER = 0xFFFF_FFFFL;
    /** With more of them there would have to be more spaces than a header may have. */
    private static final int MAX_DIGITS = 18;

    /** The number in a key, -1 where there is none: the digits as one number, divided by the number of spaces. */
    static long number(String key) {
        long digits = 0;
        int count = 0;
        int spaces = 0;
        for (int i = 0; i < key.length(); i++) {
            char next = key.charAt(i);
            if (next >= '0' && next <= '9') {
                digits = digits * 10 + (next - '0');
                count += digits == 0 ? 0 : 1;
                if (count > MAX_DIGITS) {
                    return -1;
                }
            } else if (next == ' ') {
                spaces++;
            }
        }
        boolean valid = digits > 0 && spaces > 0 && digits % spaces == 0 && digits / spaces <= MAX_NUMBER;
        return valid ? digits / spaces : -1;
    }

    /** Whether both fields have a number. */
    boolean isValid() {
        return first >= 0 && second >= 0;
    }

    /** The sixteen bytes that answer it. */
    ByteBuffer answer(ByteBuffer body) {
        ByteBuffer all = ByteBuffer.allocate(2 * Integer.BYTES + BODY)
                .putInt((int) first)
                .putInt((int) second)
                .put(body)
                .flip();
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(all);
            return ByteBuffer.wrap(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            // "Every implementation of the Java platform is required to support" it
            throw new IllegalStateException(e);
        }
    }
}
