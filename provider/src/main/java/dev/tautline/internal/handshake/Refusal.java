// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.spec.Profile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The server does not open a WebSocket connection and says why in HTTP.
 *
 * @param status 300 to 599
 * @param headers in the order to be sent; they close the connection and describe the body
 * @param body text for a person
 */
public record Refusal(int status, List<Map.Entry<String, String>> headers, String body) implements Examination {
    /** Checks the status and every field. */
    public Refusal {
        if (status < 300 || status > 599) {
            throw new IllegalArgumentException("A refusal has a status from 300 to 599, not " + status);
        }
        for (Map.Entry<String, String> header : headers) {
            HeaderFields.checked(header.getKey(), header.getValue());
        }
        headers = List.copyOf(headers);
    }

    /**
     * A refusal in the form of a profile.
     *
     * @param extra fields after those of the profile
     * @throws IllegalArgumentException if a field can't be sent
     */
    public static Refusal of(Profile profile, int status, String body, List<Map.Entry<String, String>> extra) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Headers.field(HeaderFields.CONNECTION, "close"));
        headers.add(Headers.field("Content-Type", profile.refusalContentType()));
        headers.add(Headers.field("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length)));
        headers.addAll(extra);
        return new Refusal(status, headers, body);
    }

    /** The same for HTTP/2, which has no {@code Connection} field. */
    Refusal withoutConnection() {
        return new Refusal(
                status,
                headers.stream()
                        .filter(header -> !header.getKey().equals(HeaderFields.CONNECTION))
                        .toList(),
                body);
    }
}
