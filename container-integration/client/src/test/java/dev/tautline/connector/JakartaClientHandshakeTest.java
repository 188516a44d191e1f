// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.HandshakeRefusedException;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the Jakarta client asks and what it makes of the answer: configurator, extensions, errors. */
class JakartaClientHandshakeTest extends JakartaClientFixture {
    @Test
    @DisplayName("the configurator sees the whole request, adds fields and subprotocols, and sees the response")
    void configurator() throws Exception {
        List<String> seen = new ArrayList<>();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of("a"))
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        seen.add("host " + headers.get("host"));
                        seen.add("upgrade " + headers.get("UPGRADE"));
                        headers.put("X-Token", List.of("one", "two"));
                        headers.put("Sec-WebSocket-Protocol", List.of("b, c"));
                        headers.put("Sec-WebSocket-Version", List.of("7"));
                        headers.put("Authorization", List.of("Bearer t"));
                    }

                    @Override
                    public void afterResponse(HandshakeResponse response) {
                        seen.add("answer " + response.getHeaders().get("x-answer"));
                    }
                })
                .build();
        try (ScriptedServer server = echo("Sec-WebSocket-Protocol: c\r\nX-Answer: 42\r\n")) {
            Session session = container.connectToServer(new Telling(), config, at(server, "/"));
            assertEquals("c", session.getNegotiatedSubprotocol());
            String head = take(heads);
            assertTrue(head.contains("X-Token: one\r\nX-Token: two\r\n"), head);
            assertEquals("b, c", Upgrades.field(head, "Sec-WebSocket-Protocol"));
            assertEquals("13", Upgrades.field(head, "Sec-WebSocket-Version"));
            assertEquals("Bearer t", Upgrades.field(head, "Authorization"));
            assertEquals(List.of("host [127.0.0.1:" + server.port() + "]", "upgrade [websocket]", "answer [42]"), seen);
            session.close();
        }
    }

    private record Offered(String getName, List<Parameter> getParameters) implements Extension {
        @Override
        public String getName() {
            return getName;
        }

        @Override
        public List<Parameter> getParameters() {
            return getParameters;
        }
    }

    private record Value(String getName, String getValue) implements Extension.Parameter {
        @Override
        public String getName() {
            return getName;
        }

        @Override
        public String getValue() {
            return getValue;
        }
    }

    @Test
    @DisplayName("extensions go out as listed and in their order; unknown ones are agreed on by name")
    void extensions() throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(
                        new Offered("zoo", List.of(new Value("b", "2"), new Value("a", ""))),
                        new Offered("permessage-deflate", List.of(new Value("client_max_window_bits", "10")))))
                .build();
        try (ScriptedServer server = echo("Sec-WebSocket-Extensions: zoo; b=2\r\n")) {
            Session session = container.connectToServer(new Telling(), config, at(server, "/"));
            assertEquals(
                    "zoo; b=2; a, permessage-deflate; client_max_window_bits=10",
                    Upgrades.field(take(heads), "Sec-WebSocket-Extensions"));
            assertEquals(1, session.getNegotiatedExtensions().size());
            assertEquals("zoo", session.getNegotiatedExtensions().get(0).getName());
            assertEquals("open", take(told));
            session.getBasicRemote().sendText("as it is");
            assertEquals("text as it is", take(told));
            session.close();
        }
    }

    @Test
    @DisplayName("permessage-deflate is offered and works where a property asks for it")
    void compression() throws Exception {
        ClientEndpointConfig config = with(Map.of("dev.tautline.client.compression", true));
        try (ScriptedServer server = echo("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            // RFC 7692 §7.1.1.1: the server did not accept what was demanded of it.
            assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(new Telling(), config, at(server, "/")));
        }
        heads.clear();
        try (ScriptedServer server =
                echo("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n")) {
            Session session = container.connectToServer(new Telling(), config, at(server, "/"));
            assertEquals(
                    "permessage-deflate; server_no_context_takeover; client_max_window_bits",
                    Upgrades.field(take(heads), "Sec-WebSocket-Extensions"));
            assertEquals("open", take(told));
            String text = "x".repeat(1000);
            session.getBasicRemote().sendText(text);
            assertEquals("text " + text, take(told));
            session.close();
        }
    }

    @Test
    @DisplayName("another answer than 101 is an exception with status and header, and says nothing secret")
    void refused() throws Exception {
        try (ScriptedServer server = answering(head -> status(403, "X-Why: no\r\n"))) {
            HandshakeRefusedException refused = assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(
                            new Telling(), null, URI.create("ws://me:secret@127.0.0.1:" + server.port() + "/x")));
            assertEquals(403, refused.status());
            assertEquals(List.of("no"), refused.headers().get("x-why"));
            assertFalse(String.valueOf(refused.getMessage()).contains("secret"), refused.getMessage());
            assertEquals(
                    "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8)),
                    Upgrades.field(take(heads), "Authorization"));
        }
        try (ScriptedServer server = answering(head -> Upgrades.answer(head, "").replace("Accept: ", "Accept: x"))) {
            HandshakeRefusedException refused = assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(new Telling(), null, at(server, "/")));
            assertEquals(101, refused.status());
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    @DisplayName("nobody there, no address, no endpoint, a wrong property: each says so")
    void wrong() throws Exception {
        try (DeafPort deaf = new DeafPort()) {
            wrong(URI.create("ws://127.0.0.1:" + deaf.port() + "/"));
        }
    }

    private void wrong(URI nobody) {
        assertThrows(IOException.class, () -> container.connectToServer(new Telling(), null, nobody));
        assertThrows(
                DeploymentException.class,
                () -> container.connectToServer(new Telling(), null, URI.create("ftp://127.0.0.1/")));
        assertThrows(
                DeploymentException.class,
                () -> container.connectToServer(new Telling(), null, URI.create("ws://127.0.0.1/#x")));
        assertThrows(DeploymentException.class, () -> container.connectToServer("no endpoint", nobody));
        DeploymentException property = assertThrows(
                DeploymentException.class,
                () -> container.connectToServer(
                        new Telling(), with(Map.of("dev.tautline.client.maxRedirects", "many")), nobody));
        assertTrue(
                String.valueOf(property.getMessage())
                        .contains("dev.tautline.client.maxRedirects is a whole number from 0 to 100, not \"many\""),
                property.getMessage());
    }

    @Test
    @DisplayName("no answer in time: an exception that names the property")
    void timeout() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.input().readAllBytes())) {
            IOException late = assertThrows(
                    IOException.class,
                    () -> container.connectToServer(
                            new Telling(), with(Map.of("dev.tautline.client.handshakeTimeout", 50)), at(server, "/")));
            assertTrue(
                    String.valueOf(late.getMessage()).contains("dev.tautline.client.handshakeTimeout"),
                    late.getMessage());
        }
    }

    @Test
    @DisplayName("an interrupted thread stops waiting and stays interrupted")
    void interrupted() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            heads.add(peer.readHead());
            peer.input().readAllBytes();
        })) {
            CompletableFuture<String> outcome = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    container.connectToServer(new Telling(), null, at(server, "/"));
                    outcome.complete("connected");
                } catch (InterruptedIOException e) {
                    outcome.complete("interrupted " + Thread.currentThread().isInterrupted());
                } catch (IOException | DeploymentException e) {
                    outcome.complete(e.toString());
                }
            });
            thread.start();
            take(heads);
            thread.interrupt();
            assertEquals("interrupted true", outcome.get(60, TimeUnit.SECONDS));
        }
    }
}
