// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.connector.TlsSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Exchanges over plain TCP: their bytes, and every way to fail or to end. */
class JettyConnectorTest extends ConnectorFixture {
    @Test
    void sendsTheFieldsInTheirOrderAndNoOthersAndTakesPlainTcpToOurLoops() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            ExchangeRequest request = new ExchangeRequest(
                    new ExchangeRequest.Target(false, "127.0.0.1", server.port(), "//a/%2F;b=c?d=%20e&f&g=h=i&f?"),
                    List.of(
                            Map.entry("X-First", "1"),
                            Map.entry("sec-websocket-version", "13"),
                            Map.entry("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                            Map.entry("Connection", "Upgrade"),
                            Map.entry("Upgrade", "websocket"),
                            Map.entry("Cookie", "a=\u00e9"),
                            Map.entry("X-First", "2")),
                    null,
                    null,
                    TlsSettings.DEFAULTS,
                    runtime);
            ExchangeResponse response = await(connector.open(request));
            assertEquals(
                    List.of(
                            "GET //a/%2F;b=c?d=%20e&f&g=h=i&f? HTTP/1.1",
                            "X-First: 1",
                            "sec-websocket-version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Cookie: a=\u00e9",
                            "X-First: 2",
                            "Host: 127.0.0.1:" + server.port()),
                    Peer.lines(heads.take()));
            assertEquals("Switching Protocols", response.reason());
            assertEquals(
                    List.of(
                            Map.entry("Upgrade", "websocket"),
                            Map.entry("Connection", "Upgrade"),
                            Map.entry("X-Twice", "one"),
                            Map.entry("X-Twice", "two")),
                    response.headers());
            echoes(response, "jetty-channel");
        }
    }

    @Test
    void givesBytesThatCameWithTheAnswerToTheTransport() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(SWITCH + "early");
            Peer.pump(peer.input(), peer.output());
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            EchoProbe probe = new EchoProbe(response.transport());
            assertEquals("early", probe.read(5));
            response.transport().abort();
            probe.awaitClosed();
        }
    }

    @Test
    void seesTheServersEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(SWITCH);
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            EchoProbe probe = new EchoProbe(response.transport());
            probe.awaitEof();
            response.transport().abort();
            probe.awaitClosed();
        }
    }

    /** Jetty closes such a connection while it becomes ours; whichever of both comes first, nothing may be left. */
    @RepeatedTest(20)
    void anAnswerThatClosesTheConnectionLeavesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(SWITCH.replace("Connection: Upgrade", "Connection: close"));
            peer.input().read();
        })) {
            Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
            exchange.response()
                    .toCompletableFuture()
                    .handle((response, failure) -> response == null || received.add(response))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void anUnwantedTransportLeavesNothing() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            echo(peer);
            ended.countDown();
        })) {
            await(open("ws://127.0.0.1:" + server.port() + "/")).abandon();
            assertTrue(ended.await(60, TimeUnit.SECONDS), "the server sees the end");
        }
    }

    @Test
    void streamsTheContentOfAnotherStatus() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(
                    "HTTP/1.1 302 Found\r\nLocation: /other\r\nSet-Cookie: a=b\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.write("5\r\nfirst\r\n");
            second.await();
            peer.write("6\r\nsecond\r\n0\r\n\r\n");
            peer.input().read();
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            assertEquals(302, response.status());
            assertEquals(Map.entry("Location", "/other"), response.headers().get(0));
            assertArrayEquals(
                    "first".getBytes(StandardCharsets.UTF_8), response.body().readNBytes(5));
            second.countDown();
            assertArrayEquals(
                    "second".getBytes(StandardCharsets.UTF_8), response.body().readAllBytes());
        }
    }

    @Test
    void closingTheContentClosesTheConnection() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegin");
            peer.input().read();
            ended.countDown();
        })) {
            await(open("ws://127.0.0.1:" + server.port() + "/")).abandon();
            assertTrue(ended.await(60, TimeUnit.SECONDS), "the server sees the end");
        }
    }

    @Test
    void passesAuthenticationChallengesOnAndSkipsInterimResponses() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            heads.add(peer.readHead());
            peer.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 401 Unauthorized\r\n"
                    + "WWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 2\r\n\r\nno");
            peer.input().read();
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            assertEquals(401, response.status());
            assertArrayEquals(
                    "no".getBytes(StandardCharsets.UTF_8), response.body().readAllBytes());
            assertEquals(1, heads.size());
        }
    }

    @Test
    void failsWhereNobodyListens() throws Exception {
        try (DeafPort nobody = new DeafPort()) {
            assertInstanceOf(ConnectException.class, failure(open("ws://127.0.0.1:" + nobody.port() + "/")));
        }
    }

    @Test
    void failsForANameThatDoesNotResolve() {
        assertInstanceOf(UnknownHostException.class, failure(open("ws://no-such-host.invalid/")));
    }

    @Test
    void failsWhenTheServerEndsInsteadOfAnswering() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Peer::readHead)) {
            assertInstanceOf(IOException.class, failure(open("ws://127.0.0.1:" + server.port() + "/")));
        }
    }

    @Test
    void failsWhenTheAnswerIsNotHttp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            peer.input().read();
        })) {
            assertInstanceOf(IOException.class, failure(open("ws://127.0.0.1:" + server.port() + "/")));
        }
    }

    @Test
    void cancelClosesTheSocketThatWaitsForAnAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            asked.countDown();
            peer.input().read();
            ended.countDown();
        })) {
            Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
            assertTrue(asked.await(60, TimeUnit.SECONDS));
            exchange.cancel();
            exchange.cancel();
            assertInstanceOf(CancellationException.class, failure(exchange));
            assertTrue(ended.await(60, TimeUnit.SECONDS), "the server sees the end");
        }
    }

    @Test
    void cancelAtOnceLeavesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            for (int i = 0; i < 50; i++) {
                Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
                exchange.cancel();
                assertInstanceOf(CancellationException.class, failure(exchange));
            }
        }
    }

    /** With a full accept queue Linux leaves a SYN unanswered: the socket is connecting until somebody ends it. */
    @Test
    void cancelClosesTheSocketThatIsConnecting() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String uri = "ws://127.0.0.1:" + server.getLocalPort() + "/";
            List<SocketChannel> fillers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(server.getLocalSocketAddress());
                fillers.add(filler);
            }
            Exchange exchange = open(uri);
            exchange.cancel();
            assertInstanceOf(CancellationException.class, failure(exchange));
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void cancelAfterTheTransportWasHandedOverChangesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
            ExchangeResponse response = await(exchange);
            exchange.cancel();
            echoes(response, "jetty-channel");
        }
    }

    @Test
    void manyConnectionsShareAClientAndItsFewThreads() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                exchanges.add(open("ws://127.0.0.1:" + server.port() + "/" + i));
            }
            List<ExchangeResponse> responses =
                    exchanges.stream().map(this::await).collect(Collectors.toList());
            assertEquals(1, connector.runningClients());
            assertTrue(clientThreads() <= 20, "threads: " + clientThreads());
            for (ExchangeResponse response : responses) {
                response.abandon();
            }
        }
    }

    @Test
    void isFoundAsAService() {
        assertInstanceOf(JettyConnector.class, ClientConnector.find());
    }
}
