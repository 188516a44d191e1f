// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** Told of {@code unexpected-response} events of a client's socket. */
@FunctionalInterface
public interface UnexpectedResponseListener {
    /**
     * The server has answered something else than 101 that is no redirect to be followed. With a listener nothing more happens: it reads the body
     * if it wants, and ends the socket with {@link WebSocket#terminate} (ws 1.7).
     */
    void onUnexpectedResponse(WebSocket socket, HandshakeRequest request, HandshakeResponse response);
}
