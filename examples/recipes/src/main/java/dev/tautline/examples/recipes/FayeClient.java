// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.spec.Profile;
import java.util.List;
import java.util.function.Consumer;

/** The client of faye's README, with the subprotocols that it would speak. Under this profile what is sent before the socket is open waits for it. */
public final class FayeClient {
    private FayeClient() {}

    /** Says hello, and tells what happens. */
    public static WebSocket connect(String address, List<String> protocols, Consumer<String> console) {
        WebSocketClientOptions options =
                WebSocketClientOptions.builder(Profile.FAYE).build();
        WebSocket client = WebSocket.connect(address, protocols, options, socket -> {
            socket.onOpen(open -> console.accept("open " + open.statusCode() + " " + open.protocol()));
            socket.onMessage((from, message) -> console.accept("message " + message.text()));
            socket.onClose((from, event) -> console.accept("close " + event.code() + " " + event.reason()));
        });
        client.send("Hello, world!");
        return client;
    }

    /** Sends a ping that is told when its own answer comes. */
    public static boolean micCheck(WebSocket socket, Runnable answered) {
        var ping = socket.ping("Mic check, one, two");
        ping.answered().thenRun(answered);
        return ping.queued();
    }
}
