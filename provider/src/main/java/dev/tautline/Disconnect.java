// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.CloseCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a connection of a {@link ReconnectingWebSocket} ended, or why there was none.
 *
 * @param wasOpen whether the socket had been open
 * @param event the socket's {@code close} event
 * @param error what its {@code error} event has told, {@code null} if there was none
 * @param statusCode the status of the server's answer to the opening handshake, 0 if none came
 */
public record Disconnect(
        boolean wasOpen, CloseEvent event, @Nullable WebSocketException error, int statusCode) {
    /** The peer has what it wanted, or what is sent to it will not be taken next time either. */
    private static final Set<Integer> LASTING_CODES = Set.of(
            CloseCode.NORMAL_CLOSURE,
            CloseCode.PROTOCOL_ERROR,
            CloseCode.UNSUPPORTED_DATA,
            CloseCode.INVALID_FRAME_PAYLOAD_DATA,
            CloseCode.POLICY_VIOLATION,
            CloseCode.MESSAGE_TOO_BIG,
            CloseCode.MANDATORY_EXTENSION);

    /** 408 Request Timeout, 425 Too Early, 429 Too Many Requests: the clients' errors that time cures. */
    private static final Set<Integer> PASSING_STATUSES = Set.of(408, 425, 429);

    private static final int FIRST_SERVER_ERROR = 500;

    /**
     * Whether another attempt may bring what this one did not: the condition of {@link Reconnect} unless another is given. It is so
     *
     * <ul>
     *   <li>after a socket that was open, unless it was closed with 1000, 1002, 1003, 1007, 1008, 1009 or 1010, or one end broke the protocol or a
     *       limit (the error has a {@linkplain WebSocketException#code() code});
     *   <li>where the server could not be reached, timed out, or answered 408, 425, 429 or 500 and above; no other answer, so neither
     *       another 4xx nor a 101 that was not in order.
     * </ul>
     */
    public boolean isTemporary() {
        if (!wasOpen) {
            return statusCode == 0 || statusCode >= FIRST_SERVER_ERROR || PASSING_STATUSES.contains(statusCode);
        }
        boolean violation = error != null && !error.code().isEmpty();
        return !violation && !LASTING_CODES.contains(event.code());
    }
}
