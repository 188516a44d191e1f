// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code verifyClient} decided (ws 1.3-02: {@code cb(result, code, name, headers)}).
 *
 * @param accepted whether the handshake goes on
 * @param code the status of the refusal, 300 to 599
 * @param name the body of the refusal, {@code null} for the status's reason phrase
 * @param headers additional fields of the refusal
 */
public record Verdict(boolean accepted, int code, @Nullable String name, Map<String, String> headers) {
    private static final Verdict ACCEPT = new Verdict(true, 101, null, Map.of());
    private static final int UNAUTHORIZED = 401;

    /** Copies the map. */
    public Verdict {
        headers = Map.copyOf(Objects.requireNonNull(headers, "headers"));
        if (!accepted && (code < 300 || code > 599)) {
            throw new IllegalArgumentException("A refusal has a status from 300 to 599, not " + code);
        }
    }

    /** The handshake goes on. */
    public static Verdict accept() {
        return ACCEPT;
    }

    /** 401 with its reason phrase as the body. */
    public static Verdict refuse() {
        return refuse(UNAUTHORIZED);
    }

    /** A status with its reason phrase as the body. */
    public static Verdict refuse(int code) {
        return new Verdict(false, code, null, Map.of());
    }

    /** A refusal. */
    public static Verdict refuse(int code, String body, Map<String, String> headers) {
        return new Verdict(false, code, body, headers);
    }
}
