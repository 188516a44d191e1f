// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an opening handshake.
 *
 * @param status 101, or the status of the refusal
 * @param headers in the order to be sent. For 101 without {@code Upgrade} and {@code Connection}, which belong to whoever switches
 *     protocols, unless {@code Upgrade} is to be spelled in another way; with {@code Sec-WebSocket-Accept}
 * @param body text of a refusal, may be empty
 * @param accept takes the transport when the 101 is on its way; {@code null} for refusals. Must call {@link Transport#start}
 *     before it returns
 * @param abandon frees what the answer holds; run instead of {@code accept} where no transport comes of it, because the client
 *     has gone or the container can't switch protocols
 */
public record UpgradeAnswer(
        int status,
        List<Map.Entry<String, String>> headers,
        String body,
        @Nullable Consumer<Transport> accept,
        Runnable abandon) {
    /** An answer that holds nothing. */
    public UpgradeAnswer(
            int status, List<Map.Entry<String, String>> headers, String body, @Nullable Consumer<Transport> accept) {
        this(status, headers, body, accept, () -> {});
    }

    public UpgradeAnswer {
        headers = List.copyOf(headers);
        if ((status == 101) != (accept != null)) {
            throw new IllegalArgumentException(
                    "An answer accepts the connection exactly if its status is 101, not " + status);
        }
    }
}
