// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's client with its messages in a queue. */
final class Peer implements WebSocket.Listener {
    private static final long DEADLINE_SECONDS = 30;

    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private WebSocket socket;

    static Peer connect(URI uri) throws Exception {
        Peer peer = new Peer();
        peer.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, peer)
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        // The answer to a ping: the server's session is open.
        peer.socket.sendPing(ByteBuffer.allocate(0)).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        peer.take("pong");
        return peer;
    }

    void send(String message) throws Exception {
        socket.sendText(message, true).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    void send(ByteBuffer message) throws Exception {
        socket.sendBinary(message, true).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    String text() throws Exception {
        return (String) take("text");
    }

    byte[] binary() throws Exception {
        return (byte[]) take("binary");
    }

    int closeCode() throws Exception {
        return closeCode.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private Object take(String what) throws InterruptedException {
        Object message = messages.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no " + what + " came");
        }
        return message;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            messages.add(binary.toByteArray());
            binary.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        messages.add("pong");
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }
}
