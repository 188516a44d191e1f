// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** Told before each wait of a {@link ReconnectingWebSocket}. */
@FunctionalInterface
public interface ReconnectListener {
    /** The {@code reconnecting} event: behind {@code close} of the socket that has ended. {@code socket.close()} in here prevents the attempt. */
    void onReconnecting(ReconnectingWebSocket socket, ReconnectEvent event);
}
