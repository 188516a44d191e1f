// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a page (RFC 6454 §6.2): scheme, host and port, nothing else.
 *
 * @param scheme lower case
 * @param authority with its port, also where it is the scheme's default; {@link Authority#NO_PORT} only where the scheme has none
 */
record Origin(String scheme, Authority authority) {
    /** Parses a serialised origin; {@code null} where it is anything else, {@code null} the word included. */
    static @Nullable Origin parse(String text) {
        int colon = text.indexOf("://");
        if (colon < 1 || !isScheme(text, colon)) {
            return null;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        Authority authority = Authority.parse(text.substring(colon + 3));
        return authority == null ? null : new Origin(scheme, authority.withDefaultPort(defaultPort(scheme)));
    }

    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
            if (!letter && !other) {
                return false;
            }
        }
        return true;
    }

    static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> Authority.NO_PORT;
        };
    }
}
