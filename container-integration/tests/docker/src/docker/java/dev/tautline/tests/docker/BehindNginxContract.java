// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.TlsOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.jakarta.HandshakeRefusedException;
import dev.tautline.tests.contract.wire.TestCertificate;
import jakarta.websocket.ClientEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** As {@link ServerContract}, and what a proxy in front must not change. */
abstract class BehindNginxContract extends ServerContract {
    private final Network network = Network.newNetwork();
    private GenericContainer<?> nginx;

    @Override
    @BeforeAll
    void startServer() {
        super.startServer();
        nginx = Servers.nginx(network);
        nginx.start();
    }

    @Override
    @AfterAll
    void removeServer() {
        if (nginx != null) {
            nginx.stop();
        }
        super.removeServer();
        network.close();
    }

    /** Takes its place in the network of the proxy. */
    final GenericContainer<?> inNetwork(GenericContainer<?> server) {
        return server.withNetwork(network).withNetworkAliases("server");
    }

    @Override
    String scheme() {
        return "wss";
    }

    @Override
    int port() {
        return nginx.getMappedPort(Nginx.PORT);
    }

    private Caller withOrigin(String origin) throws Exception {
        return Caller.connect(
                uri("/specification/echo"), Caller.config().configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        headers.put("Origin", List.of(origin));
                    }
                }));
    }

    @Test
    void theOriginOfThePageIsTheOneThatTheBrowserKnows() throws Exception {
        try (Caller caller = withOrigin("https://127.0.0.1:" + port())) {
            assertEquals("let in", caller.say("let in").hear());
        }
        HandshakeRefusedException refused =
                assertThrows(HandshakeRefusedException.class, () -> withOrigin("https://evil.example"));
        assertEquals(403, refused.status());
    }

    @Test
    void pingsKeepASilentConnectionAliveForLongerThanTheProxyWouldWait() throws Exception {
        CountDownLatch pings = new CountDownLatch(5);
        CountDownLatch echoed = new CountDownLatch(1);
        WebSocketClientOptions options = WebSocketClientOptions.builder()
                .tls(TlsOptions.builder()
                        .sslContext(TestCertificate.sslContext())
                        .build())
                .build();
        WebSocket socket = WebSocket.connect(uri("/specification/echo"), options, made -> {
            made.onPing((from, payload) -> pings.countDown());
            made.onMessage((from, message) -> echoed.countDown());
        });
        assertTrue(pings.await(60, TimeUnit.SECONDS), "five pings, a second apart");
        socket.send("still here");
        assertTrue(echoed.await(60, TimeUnit.SECONDS), "an echo");
        socket.close();
    }
}
