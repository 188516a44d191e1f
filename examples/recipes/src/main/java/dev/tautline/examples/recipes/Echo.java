// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.Message;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import java.io.IOException;
import java.util.concurrent.Executor;

/** An echo in three styles. */
public final class Echo {
    private Echo() {}

    /** With a listener. */
    public static void listening(WebSocketServer server) {
        server.onConnection((socket, request) -> socket.onMessage(WebSocket::send));
    }

    /** As a stream into itself (faye: {@code ws.pipe(ws)}): a peer that does not read its echo can't send for ever. */
    public static void piping(WebSocketServer server) {
        server.onConnection((socket, request) -> socket.pipe(socket));
    }

    /**
     * With a thread for each socket, which waits for messages.
     *
     * @param threads as many as there are sockets: {@code Executors.newVirtualThreadPerTaskExecutor()} from Java 21 on
     */
    public static void waiting(WebSocketServer server, Executor threads) {
        server.onConnection((socket, request) -> {
            socket.pause(); // What comes before the thread has begun to receive waits for it.
            threads.execute(() -> converse(socket));
        });
    }

    private static void converse(WebSocket socket) {
        try (socket) {
            for (Message message = socket.receive(); message != null; message = socket.receive()) {
                socket.send(message);
            }
        } catch (IOException e) {
            // The peer broke the protocol or the connection is gone; onError has told why.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
