// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import jakarta.websocket.HandshakeResponse;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The response that a configurator may change: its additions to the headers of the handshake itself. */
final class JakartaHandshakeResponse implements HandshakeResponse {
    private static final System.Logger LOG = System.getLogger(JakartaHandshakeResponse.class.getName());

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    /** The application's fields; those that belong to the handshake are left out and logged. */
    List<Map.Entry<String, String>> fields() {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        headers.forEach((name, values) -> {
            if (belongsToHandshake(name)) {
                LOG.log(Level.WARNING, "modifyHandshake can''t set {0}: it belongs to the opening handshake", name);
            } else {
                values.forEach(value -> fields.add(Map.entry(name, value)));
            }
        });
        return fields;
    }

    private static boolean belongsToHandshake(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("sec-websocket-") || lower.equals("upgrade") || lower.equals("connection");
    }
}
