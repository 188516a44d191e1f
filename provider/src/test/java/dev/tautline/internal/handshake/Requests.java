// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests as the tests write them: the example of RFC 6455 §1.3, with fields replaced, removed and added. */
final class Requests {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private Requests() {}

    /** The example with changes; each is {@code Name: value}, added after the example's field of that name is removed. */
    static OpeningRequest with(String... changes) {
        return line("GET", "HTTP/1.1", changes);
    }

    static OpeningRequest line(String method, String protocol, String... changes) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(
                Map.entry("host", "example.com"),
                Map.entry("UPGRADE", "websocket"),
                Map.entry("connection", "Upgrade"),
                Map.entry("sec-websocket-key", KEY),
                Map.entry("sec-websocket-version", "13")));
        int original = fields.size();
        for (String change : changes) {
            int colon = change.indexOf(':');
            String name = change.substring(0, colon);
            for (int i = original - 1; i >= 0; i--) {
                if (fields.get(i).getKey().equalsIgnoreCase(name)) {
                    fields.remove(i);
                    original--;
                }
            }
            if (colon + 1 < change.length()) {
                fields.add(Map.entry(name, change.substring(colon + 2)));
            }
        }
        return new OpeningRequest(method, protocol, false, Headers.of(fields));
    }

    /** The same over an encrypted connection. */
    static OpeningRequest secure(OpeningRequest request) {
        return new OpeningRequest(request.method(), request.protocol(), true, request.headers());
    }
}
