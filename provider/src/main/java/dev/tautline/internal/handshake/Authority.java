// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host with an optional port as {@code Host} and {@code Origin} have it. No user information, no names that resolve: hosts are
 * compared as text.
 *
 * @param host lower case; IPv6 addresses in brackets
 * @param port 0 to 65535, or {@link #NO_PORT}
 */
record Authority(String host, int port) {
    static final int NO_PORT = -1;
    private static final int MAX_PORT = 65535;
    private static final int MAX_PORT_DIGITS = 5;

    /** Parses {@code host[:port]}; {@code null} where it is anything else. */
    static @Nullable Authority parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end < 0) {
            end = text.length();
        }
        String host = text.substring(0, end).toLowerCase(Locale.ROOT);
        if (!(host.startsWith("[") ? isIpv6(host) : isName(host))) {
            return null;
        }
        if (end == text.length()) {
            return new Authority(host, NO_PORT);
        }
        int port = text.charAt(end) == ':' ? port(text, end + 1) : NO_PORT;
        return port == NO_PORT ? null : new Authority(host, port);
    }

    private static int port(String text, int start) {
        int digits = text.length() - start;
        if (digits < 1 || digits > MAX_PORT_DIGITS) {
            return NO_PORT;
        }
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return NO_PORT;
            }
            port = port * 10 + c - '0';
        }
        return port > MAX_PORT ? NO_PORT : port;
    }

    private static boolean isIpv6(String host) {
        for (int i = 1; i < host.length() - 1; i++) {
            char c = host.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (c != ':' && c != '.' && !hex) {
                return false;
            }
        }
        return host.length() > 3 && host.indexOf(':') > 0;
    }

    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
            if (!allowed) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /** The same with the port written out. */
    Authority withDefaultPort(int defaultPort) {
        return port == NO_PORT ? new Authority(host, defaultPort) : this;
    }
}
