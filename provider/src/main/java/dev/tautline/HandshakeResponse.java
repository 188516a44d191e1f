// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connector.ExchangeResponse;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A server's answer to a client's opening handshake (ws 1.8-06, faye 1B.2-02). */
public final class HandshakeResponse implements AutoCloseable {
    private final ExchangeResponse response;
    private final Map<String, List<String>> headers;

    HandshakeResponse(ExchangeResponse response) {
        this.response = response;
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(field -> byName.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                .add(field.getValue()));
        byName.replaceAll((name, values) -> List.copyOf(values));
        this.headers = Collections.unmodifiableMap(byName);
    }

    /** The status: 101 in {@code upgrade} listeners. */
    public int statusCode() {
        return response.status();
    }

    /** The reason phrase, may be empty. */
    public String statusMessage() {
        return response.reason();
    }

    /** All header fields; the map's look-up ignores case. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a field, {@code null} where it is missing. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /**
     * The content of a response that is no 101, decoded from chunks but not from {@code Content-Encoding}. Reading blocks; nothing is kept
     * in memory beyond it.
     */
    public InputStream body() {
        return response.body();
    }

    /** Closes the connection of a response that is no 101. Idempotent. */
    @Override
    public void close() {
        if (response.transport() == null) {
            response.abandon();
        }
    }
}
