// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.ProxyOptions;
import dev.tautline.TlsOptions;
import dev.tautline.WebSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a server: TLS, Unix sockets and proxies, SEMANTICS 1.6-15 to 1.6-19. */
class ClientRouteTest extends ClientFixture {
    @TempDir
    Path folder;

    @Test
    @DisplayName("1.6-17 TLS: trust and the host's name are needed; 1.6-15 the options say otherwise")
    void speaksTls() throws Exception {
        Certificates certificates = new Certificates(folder, "dns:other.example");
        try (ScriptedServer server = new ScriptedServer(certificates.serverSockets(), peer -> {
            Upgrades.accept(peer, "");
            Upgrades.close(peer);
        })) {
            String address = "wss://127.0.0.1:" + server.port();
            connect(address, plain());
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
            connect(address, plain().ca(certificates.pem()));
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
            WebSocket socket = connect(
                    address,
                    plain().tls(TlsOptions.builder()
                            .ca(certificates.store())
                            .verifyHostName(false)
                            .build()));
            opensAndCloses();
            assertTrue(socket.url().getScheme().equals("wss"));
        }
    }

    @Test
    @DisplayName("1.6-18 ws+unix: the socket's path up to the first colon, then the target; / by default")
    void connectsToUnixSockets() throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            for (String target : List.of(":/a:b?c", "")) {
                CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                    try (SocketChannel accepted = server.accept()) {
                        Peer peer = new Peer(Channels.newInputStream(accepted), Channels.newOutputStream(accepted));
                        heads.add(Upgrades.accept(peer, ""));
                        Upgrades.close(peer);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                });
                connect("ws+unix:" + path + target, plain());
                opensAndCloses();
                serving.get(60, TimeUnit.SECONDS);
                String head = takeHead();
                assertTrue(head.startsWith(target.isEmpty() ? "GET / " : "GET /a:b?c "), head);
                assertEquals("localhost", Upgrades.field(head, "Host"));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> connect("ws+unix::/a", plain()));
    }

    @Test
    @DisplayName("1.6-19 proxies: CONNECT for plain ws too")
    void goesThroughProxies() throws Exception {
        TestProxy proxy = new TestProxy();
        try (ScriptedServer server = greeter("");
                ScriptedServer relay = proxy.http(ServerSocketFactory.getDefault(), null)) {
            connect(
                    "ws://target.invalid:" + server.port() + "/",
                    plain().proxy(ProxyOptions.of("http://127.0.0.1:" + relay.port())));
            opensAndCloses();
            assertTrue(proxy.asked.take().startsWith("CONNECT target.invalid:" + server.port() + " HTTP/1.1\r\n"));
        }
    }
}
