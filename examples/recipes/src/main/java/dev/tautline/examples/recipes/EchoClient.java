// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;

/** Says back what it hears until the server closes. */
public final class EchoClient {
    private EchoClient() {}

    /** {@code java ... EchoClient ws://localhost:8080/}. */
    public static void main(String[] args) {
        WebSocket socket = WebSocket.connect(args[0], opening -> opening.onMessage(WebSocket::send));
        socket.closed().toCompletableFuture().join();
    }
}
