// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.transport.Transport;
import dev.tautline.servlet.Deployment;
import dev.tautline.spec.UpgradeRequest;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A web application whose connections echo bytes. Reports to the queue in the context attribute {@value #EVENTS}. */
public final class EchoApplication implements ServletContainerInitializer {
    static final String EVENTS = "events";

    @Override
    @SuppressWarnings("unchecked")
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        Deployment.of(context).add(new Responder((Queue<String>) context.getAttribute(EVENTS)));
    }

    private static final class Responder implements UpgradeResponder {
        private final Queue<String> events;
        private final List<EchoListener> connections = new CopyOnWriteArrayList<>();

        Responder(Queue<String> events) {
            this.events = events;
        }

        @Override
        public boolean handles(UpgradeRequest request) {
            return request.path().equals("/echo") || request.path().equals("/abort");
        }

        @Override
        public CompletionStage<UpgradeAnswer> respond(UpgradeRequest request) {
            List<String> keys = request.headers("Sec-WebSocket-Key");
            List<Map.Entry<String, String>> headers =
                    keys.isEmpty() ? List.of() : List.of(Map.entry("Sec-WebSocket-Accept", accept(keys.get(0))));
            boolean aborts = request.path().equals("/abort");
            return CompletableFuture.completedFuture(new UpgradeAnswer(
                    101, headers, "", transport -> open(transport, aborts), () -> events.add("abandoned")));
        }

        private void open(Transport transport, boolean aborts) {
            boolean own = Thread.currentThread().getContextClassLoader() == EchoApplication.class.getClassLoader();
            EchoListener listener = new EchoListener(transport, events, aborts);
            connections.add(listener);
            transport.start(listener);
            transport.demand();
            events.add("open " + transport.name() + (transport.isSecure() ? " secure" : "")
                    + (own ? "" : " under another class loader"));
        }

        @Override
        public CompletionStage<@Nullable Void> shutdown() {
            events.add("shutdown");
            return CompletableFuture.allOf(
                    connections.stream().map(EchoListener::goAway).toArray(CompletableFuture<?>[]::new));
        }

        private static String accept(String key) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
