// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Sockets of the native API's client at servers that are written by hand, with what they tell. */
abstract class ClientFixture {
    static final String CLOSED_EARLY = "error WebSocket was closed before the connection was established CLOSING";
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    final Events events = new Events();

    /** Accepts, says something, closes. */
    ScriptedServer greeter(String more) throws IOException {
        return new ScriptedServer(peer -> {
            heads.add(Upgrades.accept(peer, more));
            Upgrades.close(peer);
        });
    }

    /** Gives each request the answer of a function of its head. */
    ScriptedServer answering(Function<String, String> answer) throws IOException {
        return new ScriptedServer(peer -> {
            String head = peer.readHead();
            heads.add(head);
            peer.write(answer.apply(head));
            peer.input().read();
        });
    }

    static WebSocketClientOptions.Builder plain() {
        return WebSocketClientOptions.builder().perMessageDeflate(false);
    }

    WebSocket connect(String address, List<String> protocols, WebSocketClientOptions options) {
        return WebSocket.connect(address, protocols, options, events::record);
    }

    WebSocket connect(String address, WebSocketClientOptions.Builder options) {
        return connect(address, List.of(), options.build());
    }

    static String local(ScriptedServer server) {
        return "ws://127.0.0.1:" + server.port();
    }

    String takeHead() throws InterruptedException {
        String head = heads.poll(60, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("No request comes");
        }
        return head;
    }

    void opensAndCloses() throws InterruptedException {
        events.expect("open OPEN", "close 1000 CLOSED");
    }

    static String redirect(int status, String location) {
        return "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** Redirects from /a to a location, accepts everything else. */
    ScriptedServer redirecting(int status, String location) throws IOException {
        return new ScriptedServer(peer -> {
            String head = peer.readHead();
            heads.add(head);
            if (head.startsWith("GET /a ")) {
                peer.write(redirect(status, location));
            } else {
                peer.write(Upgrades.answer(head, ""));
                Upgrades.close(peer);
            }
        });
    }
}
