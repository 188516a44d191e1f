// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The events of our sockets, in the lines that {@code peer.cjs} writes; echoes as it does. */
final class Recorder {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final boolean faye;

    /** @param faye faye's error events have no code, and its sockets show no pings */
    Recorder(boolean faye) {
        this.faye = faye;
    }

    void add(String event) {
        events.add(event);
    }

    void record(WebSocket socket) {
        socket.onMessage((from, message) -> {
            events.add("message " + (message.isBinary() ? "binary " : "text ") + NodePeers.base64(message.array()));
            var unused = from.send(message);
        });
        if (!faye) {
            socket.onPing((from, payload) -> events.add("ping " + NodePeers.base64(bytes(payload))));
            socket.onPong((from, payload) -> events.add("pong " + NodePeers.base64(bytes(payload))));
        }
        socket.onError((from, error) -> events.add("error "
                + (!faye
                                && error instanceof WebSocketException own
                                && !own.code().isEmpty()
                        ? own.code()
                        : "-")
                + " "
                + NodePeers.base64(String.valueOf(error.getMessage()))));
        socket.onClose((from, event) -> events.add("close " + event.code() + " " + NodePeers.base64(event.reason())));
    }

    private static byte[] bytes(java.nio.ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    String next() throws InterruptedException, IOException {
        String event = events.poll(30, TimeUnit.SECONDS);
        if (event == null) {
            throw new IOException("No event of ours in 30 s");
        }
        return event;
    }
}
