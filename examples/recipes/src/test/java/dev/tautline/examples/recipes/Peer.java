// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of the JDK. */
final class Peer implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long DEADLINE_SECONDS = 60;

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<ByteBuffer> binaries = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final boolean reads;
    private final boolean echoes;
    private WebSocket socket;

    private Peer(boolean reads, boolean echoes) {
        this.reads = reads;
        this.echoes = echoes;
    }

    static Peer open(URI uri, String... headers) throws Exception {
        return new Peer(true, false).connect(HTTP, uri, headers);
    }

    static Peer open(HttpClient http, URI uri) throws Exception {
        return new Peer(true, false).connect(http, uri);
    }

    /** Sends back every text. */
    static Peer echoing(URI uri) throws Exception {
        return new Peer(true, true).connect(HTTP, uri);
    }

    /** Reads nothing, pings neither. */
    static Peer deaf(URI uri) throws Exception {
        return new Peer(false, false).connect(HTTP, uri);
    }

    private Peer connect(HttpClient http, URI uri, String... headers) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = result(builder.buildAsync(uri, this));
        return this;
    }

    static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    static <T> T take(BlockingQueue<T> queue) throws Exception {
        T next = queue.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new TimeoutException("Nothing came");
        }
        return next;
    }

    Peer send(String message) throws Exception {
        result(socket.sendText(message, true));
        return this;
    }

    void send(ByteBuffer message) throws Exception {
        result(socket.sendBinary(message, true));
    }

    /** Waits until the server has its end of the connection, which is a moment after this end has its own. */
    Peer awaitServer() throws Exception {
        ping();
        take(pongs);
        return this;
    }

    void ping() throws Exception {
        result(socket.sendPing(ByteBuffer.allocate(0)));
    }

    void close() throws Exception {
        result(socket.sendClose(1000, ""));
    }

    String text() throws Exception {
        return take(texts);
    }

    ByteBuffer binary() throws Exception {
        return take(binaries);
    }

    int closeCode() throws Exception {
        return result(closed);
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            texts.add(whole);
            if (echoes) {
                return from.sendText(whole, true).thenRun(() -> from.request(1));
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        binaries.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        pongs.add("pong");
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }
}
