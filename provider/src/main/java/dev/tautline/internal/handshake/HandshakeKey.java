// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;

/** {@code Sec-WebSocket-Key} and the {@code Sec-WebSocket-Accept} that proves it was read (RFC 6455 §4.1, §4.2.2). */
public final class HandshakeKey {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int KEY_LENGTH = 24;

    private HandshakeKey() {}

    /**
     * A new key.
     *
     * @param random should be a {@link java.security.SecureRandom}
     */
    public static String generate(Random random) {
        // RFC 6455 §4.1: "a randomly selected 16-byte value that has been base64-encoded"
        byte[] nonce = new byte[KEY_BYTES];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** Whether the text is the base64 form of 16 bytes. */
    public static boolean isValid(String key) {
        if (key.length() != KEY_LENGTH || !key.endsWith("==")) {
            return false;
        }
        for (int i = 0; i < KEY_LENGTH - 2; i++) {
            char c = key.charAt(i);
            boolean base64 =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            if (!base64) {
                return false;
            }
        }
        return true;
    }

    /** The value of {@code Sec-WebSocket-Accept} for a key. */
    public static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
