// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import dev.tautline.jakarta.TautlineContainer;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.TestCertificate;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our own client, as the one side of a test. What comes waits until it is asked for. */
final class Caller extends Endpoint implements AutoCloseable {
    /** Large messages of the tests included. */
    private static final TautlineContainer CONTAINER = new TautlineContainer(
            Map.of("dev.tautline.maxTextMessage", "8388608", "dev.tautline.maxBinaryMessage", "8388608"));

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<ByteBuffer> binaries = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Session session;

    private Caller(URI uri, ClientEndpointConfig config) throws Exception {
        session = CONTAINER.connectToServer(this, config, uri);
    }

    static Caller connect(URI uri, String... subprotocols) throws Exception {
        return connect(uri, config().preferredSubprotocols(List.of(subprotocols)));
    }

    static ClientEndpointConfig.Builder config() {
        return ClientEndpointConfig.Builder.create().sslContext(TestCertificate.sslContext());
    }

    static Caller connect(URI uri, ClientEndpointConfig.Builder config) throws Exception {
        return new Caller(uri, config.build());
    }

    static Caller compressing(URI uri) throws Exception {
        ClientEndpointConfig config = config().build();
        config.getUserProperties().put("dev.tautline.client.compression", true);
        return new Caller(uri, config);
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) texts::add);
        opened.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) binaries::add);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        closed.complete(reason);
    }

    Session session() {
        return session;
    }

    Caller say(String text) throws Exception {
        session.getBasicRemote().sendText(text);
        return this;
    }

    String hear() throws Exception {
        return take(texts);
    }

    ByteBuffer hearBinary() throws Exception {
        return take(binaries);
    }

    private <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T message = queue.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("Nothing in " + Await.DEADLINE + (closed.isDone() ? ": " + closed.join() : ""));
        }
        return message;
    }

    CloseReason closeReason() {
        return Await.result("the close", closed);
    }

    @Override
    public void close() throws IOException {
        session.close();
        closeReason();
    }
}
