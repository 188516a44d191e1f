// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that is not ours. */
final class Peer implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    private Peer(URI server, String path) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + server.getAuthority() + path), this)
                .join();
    }

    static Peer connect(URI server, String path) {
        return new Peer(server, path);
    }

    /** Sends a message and gives the one that comes back. */
    String ask(String text) throws InterruptedException {
        socket.sendText(text, true).join();
        return take();
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    private String take() throws InterruptedException {
        return received.poll(30, TimeUnit.SECONDS);
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    void assertClosed(int code) throws InterruptedException {
        assertEquals("closed " + code, take());
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        received.add(data.toString());
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        received.add("closed " + statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        received.add("failed " + error);
    }
}
