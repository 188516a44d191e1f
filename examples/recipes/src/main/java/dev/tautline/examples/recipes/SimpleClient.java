// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.util.function.Consumer;

/** A client (ws: sending and receiving text data). */
public final class SimpleClient {
    private SimpleClient() {}

    /** Says something and tells what it hears. */
    public static WebSocket connect(String address, Consumer<String> console) {
        return WebSocket.connect(address, socket -> {
            socket.onOpen(open -> open.send("something"));
            socket.onMessage((from, message) -> console.accept(message.text()));
        });
    }

    /** The same without an offer of permessage-deflate. */
    public static WebSocket uncompressed(String address, Consumer<String> console) {
        WebSocketClientOptions options =
                WebSocketClientOptions.builder().perMessageDeflate(false).build();
        return WebSocket.connect(URI.create(address), options, socket -> {
            socket.onOpen(open -> open.send("something"));
            socket.onMessage((from, message) -> console.accept(message.text()));
        });
    }
}
