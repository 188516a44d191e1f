// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down the events of one socket, one line each. */
final class SocketRecorder {
    final WebSocket socket;
    private final List<String> events = new ArrayList<>();

    SocketRecorder(WebSocket socket) {
        this.socket = socket;
        socket.onOpen(ignored -> events.add("open"));
        socket.onMessage((ignored, message) -> events.add(
                message.isBinary() ? "binary " + HexFormat.of().formatHex(message.array()) : "text " + message.text()));
        socket.onPing((ignored, payload) -> events.add("ping " + text(payload)));
        socket.onPong((ignored, payload) -> events.add("pong " + text(payload)));
        socket.onError((ignored, error) ->
                events.add("error " + (error instanceof WebSocketException known ? known.code() : error.toString())));
        socket.onClose((ignored, event) ->
                events.add("close " + event.code() + " '" + event.reason() + "'" + (event.wasClean() ? " clean" : "")));
    }

    private static String text(ByteBuffer payload) {
        return java.nio.charset.StandardCharsets.UTF_8.decode(payload).toString();
    }

    /** Takes what was written down since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
