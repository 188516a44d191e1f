// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.Broadcast;
import dev.tautline.WebSocketServer;

/** What one client sends goes to the others. A broadcast passes over whoever is not open, so no check is needed. */
public final class ServerBroadcast {
    private ServerBroadcast() {}

    /** Every client gets it, the sender as well. */
    public static void toAll(WebSocketServer server) {
        server.onConnection(
                (socket, request) -> socket.onMessage((from, message) -> Broadcast.send(server.clients(), message)));
    }

    /** Every client but the sender gets it. */
    public static void toOthers(WebSocketServer server) {
        server.onConnection((socket, request) -> socket.onMessage(
                (from, message) -> Broadcast.send(server.clients(), message, client -> client != from)));
    }
}
