// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.handshake.Headers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's request before it is sent, to be looked at and changed: in {@code redirect} listeners and by
 * {@link WebSocketClientOptions.Builder#finishRequest}. Confined to the call that it is given to.
 */
public final class HandshakeRequest {
    private final URI url;
    private final List<Map.Entry<String, String>> headers;

    HandshakeRequest(URI url, List<Map.Entry<String, String>> headers) {
        this.url = url;
        this.headers = new ArrayList<>(headers);
    }

    /** Where it goes: scheme {@code ws}, {@code wss} or {@code ws+unix}. */
    public URI url() {
        return url;
    }

    /** The header fields in the order in which they will be sent; a copy. */
    public List<Map.Entry<String, String>> headers() {
        return List.copyOf(headers);
    }

    /** The first value of a field, {@code null} where it is missing. */
    public @Nullable String header(String name) {
        List<String> values = Headers.of(headers).values(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * Sets a field: where it is, or as the last one.
     *
     * @throws IllegalArgumentException if the name is no token or the value has control characters
     */
    public HandshakeRequest setHeader(String name, String value) {
        Map.Entry<String, String> field = Headers.field(name, value);
        int at = indexOf(name);
        removeHeader(name);
        headers.add(at < 0 ? headers.size() : at, field);
        return this;
    }

    /** Removes a field. Does nothing if it is not there. */
    public HandshakeRequest removeHeader(String name) {
        headers.removeIf(field -> field.getKey().equalsIgnoreCase(name));
        return this;
    }

    private int indexOf(String name) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).getKey().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
