// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.connector.TlsSettings;
import dev.tautline.internal.runtime.EngineRuntime;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A connector whose exchanges have to leave nothing behind, and a server that sends back what comes. */
abstract class ConnectorFixture {
    static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Twice: one\r\nX-Twice: two\r\n\r\n";
    final Object owner = new Object();
    final JettyConnector connector = new JettyConnector();
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    final List<ExchangeResponse> received = new ArrayList<>();
    EngineRuntime runtime;

    @BeforeEach
    void acquire() {
        runtime = EngineRuntime.acquire(owner);
    }

    @AfterEach
    void nothingIsLeft() {
        received.forEach(ExchangeResponse::abandon);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while ((connector.runningClients() > 0 || clientThreads() > 0) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertEquals(0, connector.runningClients(), "Jetty's clients that still run");
        assertEquals(0, clientThreads(), "threads of Jetty's clients");
        EngineRuntime.release(owner);
    }

    static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tautline-client-"))
                .count();
    }

    /** Answers 101, then sends back what comes. */
    void echo(Peer peer) throws IOException {
        heads.add(peer.readHead());
        peer.write(SWITCH);
        Peer.pump(peer.input(), peer.output());
    }

    ExchangeRequest request(String uri, TlsSettings tls, @Nullable ProxySettings proxy) {
        URI parsed = URI.create(uri);
        boolean secure = parsed.getScheme().equals("wss");
        String target = parsed.getRawPath() + (parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery());
        int port = parsed.getPort() < 0 ? ExchangeRequest.Target.defaultPort(secure) : parsed.getPort();
        return new ExchangeRequest(
                new ExchangeRequest.Target(secure, parsed.getHost(), port, target),
                List.of(Map.entry("Connection", "Upgrade"), Map.entry("Upgrade", "websocket")),
                null,
                proxy,
                tls,
                runtime);
    }

    Exchange open(String uri) {
        return connector.open(request(uri, TlsSettings.DEFAULTS, null));
    }

    ExchangeResponse await(Exchange exchange) {
        ExchangeResponse response = exchange.response()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        received.add(response);
        return response;
    }

    static Throwable failure(Exchange exchange) {
        CompletableFuture<ExchangeResponse> response =
                exchange.response().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS);
        RuntimeException thrown = assertThrows(RuntimeException.class, response::join);
        return thrown instanceof CompletionException ? thrown.getCause() : thrown;
    }

    static void echoes(ExchangeResponse response, String transportName) throws Exception {
        assertEquals(101, response.status());
        assertNotNull(response.transport());
        assertEquals(transportName, response.transport().name());
        EchoProbe probe = new EchoProbe(response.transport());
        probe.write("hello");
        assertEquals("hello", probe.read(5));
        response.transport().abort();
        probe.awaitClosed();
    }
}
