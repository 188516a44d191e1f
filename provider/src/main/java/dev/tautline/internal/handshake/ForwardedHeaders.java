// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.spec.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says about the client's own request: {@code X-Forwarded-Host}, {@code X-Forwarded-Proto}, or
 * {@code Forwarded} (RFC 7239), which counts before them. Anyone can send these fields: {@link #apply} is for requests whose
 * TCP peer the deployment has declared to be a proxy, which is the caller's to decide. The last element of each is the one that this
 * proxy added.
 */
public final class ForwardedHeaders {
    private ForwardedHeaders() {}

    /**
     * The request as the client sent it to the proxy: with the proxy's word for {@code Host} and for whether it is encrypted.
     *
     * @param request from a declared proxy
     */
    public static OpeningRequest apply(OpeningRequest request) {
        Headers headers = request.headers();
        String forwarded = lastElement(headers.values("Forwarded"));
        String host = parameter(forwarded, "host");
        String proto = parameter(forwarded, "proto");
        if (host == null) {
            host = lastElement(headers.values("X-Forwarded-Host"));
        }
        if (proto == null) {
            proto = lastElement(headers.values("X-Forwarded-Proto"));
        }
        boolean secure =
                proto == null ? request.secure() : proto.equalsIgnoreCase("https") || proto.equalsIgnoreCase("wss");
        List<String> effectiveHost = host == null ? headers.values("Host") : List.of(host);
        return new OpeningRequest(
                request.method(),
                request.protocol(),
                secure,
                name -> name.equalsIgnoreCase("Host") ? effectiveHost : headers.values(name));
    }

    private static @Nullable String lastElement(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        String last = values.get(values.size() - 1);
        String element = trim(last.substring(last.lastIndexOf(',') + 1));
        return element.isEmpty() ? null : element;
    }

    /** The value of a parameter of a {@code Forwarded} element, without quotes. */
    private static @Nullable String parameter(@Nullable String element, String name) {
        if (element == null) {
            return null;
        }
        for (String pair : element.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && trim(pair.substring(0, equals)).equalsIgnoreCase(name)) {
                String value = trim(pair.substring(equals + 1));
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return null;
    }

    private static String trim(String text) {
        return Token.trim(text, 0, text.length());
    }
}
