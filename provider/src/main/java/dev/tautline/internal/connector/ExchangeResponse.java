// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import dev.tautline.internal.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server's response. Whoever receives it either starts the transport or calls {@link #abandon}.
 *
 * @param status of the response
 * @param reason the reason phrase, may be empty
 * @param headers in the order received
 * @param transport for 101 the connection, not started; otherwise {@code null}
 * @param body for other statuses the content: reading blocks and nothing is read ahead of it; closing closes the connection. For 101
 *     empty
 */
public record ExchangeResponse(
        int status,
        String reason,
        List<Map.Entry<String, String>> headers,
        @Nullable Transport transport,
        InputStream body) {
    public ExchangeResponse {
        headers = List.copyOf(headers);
        if ((status == 101) != (transport != null)) {
            throw new IllegalArgumentException(
                    "A response has a transport exactly if its status is 101, not " + status);
        }
    }

    /** Closes the connection: nobody wants it. */
    public void abandon() {
        Transport connected = transport;
        if (connected != null) {
            connected.abort();
        }
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A body that nobody reads could not be closed", e);
        }
    }
}
