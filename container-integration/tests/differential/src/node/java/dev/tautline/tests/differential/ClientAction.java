// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Something that the application does with the socket of a client.
 *
 * @param when {@code start}, at once, or the name of an event
 * @param theirs method and arguments for {@code peer.cjs}, as a JSON list's content
 * @param ours the same for ours
 */
record ClientAction(String when, String theirs, Consumer<WebSocket> ours) {
    static ClientAction send(String when, String text) {
        return new ClientAction(when, "\"send\",\"" + text + "\"", socket -> {
            var unused = socket.send(text);
        });
    }

    static ClientAction ping(String when, String text) {
        return new ClientAction(when, "\"ping\",\"" + text + "\"", socket -> {
            var unused = socket.ping(text);
        });
    }

    static ClientAction pong(String when, String text) {
        return new ClientAction(when, "\"pong\",\"" + text + "\"", socket -> {
            var unused = socket.pong(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        });
    }

    static ClientAction close(String when) {
        return new ClientAction(when, "\"close\"", WebSocket::close);
    }

    static ClientAction close(String when, int code) {
        return new ClientAction(when, "\"close\"," + code, socket -> socket.close(code));
    }

    static ClientAction close(String when, int code, String reason) {
        return new ClientAction(
                when, "\"close\"," + code + ",\"" + reason + "\"", socket -> socket.close(code, reason));
    }

    static ClientAction terminate(String when) {
        return new ClientAction(when, "\"terminate\"", WebSocket::terminate);
    }

    String json() {
        return "[\"" + when + "\"," + theirs + "]";
    }

    private void perform(WebSocket socket, Recorder recorder) {
        try {
            ours.accept(socket);
        } catch (IllegalStateException | IllegalArgumentException e) {
            recorder.add("thrown");
        }
    }

    /** Lets ours do it when its time has come; {@code start} is last, because it happens here. */
    void register(WebSocket socket, Recorder recorder) {
        switch (when) {
            case "start" -> perform(socket, recorder);
            case "open" -> socket.addEventListener(WebSocketEvent.OPEN, opened -> perform(opened, recorder));
            case "upgrade" ->
                socket.addEventListener(WebSocketEvent.UPGRADE, (upgraded, response) -> perform(upgraded, recorder));
            case "redirect" ->
                socket.addEventListener(
                        WebSocketEvent.REDIRECT, (redirected, url, request) -> perform(redirected, recorder));
            case "message" ->
                socket.addEventListener(WebSocketEvent.MESSAGE, (from, message) -> perform(from, recorder));
            case "error" -> socket.addEventListener(WebSocketEvent.ERROR, (from, error) -> perform(from, recorder));
            case "close" -> socket.addEventListener(WebSocketEvent.CLOSE, (closed, event) -> perform(closed, recorder));
            default -> throw new IllegalArgumentException(when);
        }
    }
}
