// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Extension;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subprotocols, extensions and the origin. */
class NegotiationTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of(Talking.class);

    /** Speaks three subprotocols. */
    @ServerEndpoint(
            value = "/talk",
            subprotocols = {"third", "second", "first"})
    public static class Talking {
        @OnMessage
        public String message(String text, Session session) {
            return session.getNegotiatedSubprotocol() + " " + text;
        }
    }

    /** Prefers other ones. */
    @ClientEndpoint(subprotocols = {"unknown", "first", "second"})
    public static class Listening {
        static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

        @OnMessage
        public void message(String text) {
            TOLD.add(text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "first; first",
                "first, third; first",
                "unknown, third, second; third",
                "unknown, second; second",
                "FIRST; ",
                "unknown; ",
                "''; "
            })
    @Section({"3.1.2", "4.1.4"})
    @DisplayName("the server takes the first of the client's subprotocols that it speaks (as the API says), or none")
    void subprotocols(String offered, String chosen) {
        try (WireClient client = APPLICATION
                .wire("/talk")
                .header("Sec-WebSocket-Protocol", offered.isEmpty() ? null : offered)
                .open()) {
            assertEquals(chosen, client.answer().header("Sec-WebSocket-Protocol"));
            assertEquals(
                    (chosen == null ? "" : chosen) + " hello",
                    client.sendText("hello").text());
            client.closeCleanly();
        }
    }

    @Test
    @Section({"3.2.1", "4.2.4", "4.1.4"})
    @DisplayName("the client sends its subprotocols in order of preference, and knows what was agreed on")
    void clientSubprotocols() throws Exception {
        Session session =
                ContainerProvider.getWebSocketContainer().connectToServer(Listening.class, APPLICATION.uri("/talk"));
        assertEquals("first", session.getNegotiatedSubprotocol());
        session.getBasicRemote().sendText("hi");
        assertEquals("first hi", Recorder.next("message", Listening.TOLD));
        session.close();
    }

    /** An extension by name and parameters. */
    private record Named(String getName, List<Parameter> getParameters) implements Extension {
        @Override
        public String getName() {
            return getName;
        }

        @Override
        public List<Parameter> getParameters() {
            return getParameters;
        }

        static Extension of(String name, String... parameters) {
            List<Parameter> list = new ArrayList<>();
            for (int i = 0; i < parameters.length; i += 2) {
                list.add(new Value(parameters[i], parameters[i + 1]));
            }
            return new Named(name, list);
        }
    }

    private record Value(String getName, String getValue) implements Extension.Parameter {}

    private static List<String> text(List<Extension> extensions) {
        return extensions.stream()
                .map(extension -> extension.getName()
                        + extension.getParameters().stream()
                                .map(parameter -> ";" + parameter.getName() + "=" + parameter.getValue())
                                .toList())
                .toList();
    }

    @Test
    @Section({"3.1.3", "3.2.2"})
    @DisplayName(
            "extensions: the client's as they are and in order; the server selects those it has, in the client's order")
    void extensions() {
        Recorder server = new Recorder();
        List<List<String>> asked = new ArrayList<>();
        String path =
                APPLICATION.serve(server, config -> config.extensions(List.of(Named.of("beta"), Named.of("alpha")))
                        .configurator(new WebApplication.Handing(server) {
                            @Override
                            public List<Extension> getNegotiatedExtensions(
                                    List<Extension> installed, List<Extension> requested) {
                                asked.add(text(requested));
                                return super.getNegotiatedExtensions(installed, requested);
                            }
                        }));
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(
                        Named.of("unknown", "q", "1"), Named.of("alpha", "x", "1", "y", "two"), Named.of("beta")))
                .build();
        Recorder client = new Recorder();
        Session session = Pair.connect(client, config, APPLICATION.uri(path));
        assertEquals(List.of(List.of("unknown[;q=1]", "alpha[;x=1, ;y=two]", "beta[]")), asked);
        List<String> agreed = List.of("alpha[;x=1, ;y=two]", "beta[]");
        assertEquals(agreed, text(server.session().getNegotiatedExtensions()));
        assertEquals(agreed, text(session.getNegotiatedExtensions()));
        new Pair(server, client).close();
    }

    @Test
    @Section({"3.1.3", "3.2.2"})
    @DisplayName(
            "permessage-deflate works between client and server where the client lists it, and is not offered otherwise")
    void deflate() throws Exception {
        Recorder server = new Recorder();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(Named.of("permessage-deflate")))
                .build();
        Recorder client = new Recorder();
        Session session = Pair.connect(client, config, APPLICATION.uri(APPLICATION.serve(server)));
        assertEquals(
                "permessage-deflate", session.getNegotiatedExtensions().get(0).getName());
        assertEquals(
                "permessage-deflate",
                server.session().getNegotiatedExtensions().get(0).getName());
        String large = "compress me ".repeat(20_000);
        session.getBasicRemote().sendText(large);
        assertEquals(large, server.text());
        server.session().getBasicRemote().sendText(large, false);
        server.session().getBasicRemote().sendText(large, true);
        assertEquals(large + large, client.text());
        new Pair(server, client).close();
        try (Pair plain = Pair.open(APPLICATION)) {
            assertEquals(List.of(), plain.server().session().getNegotiatedExtensions());
        }
    }

    @Test
    @Section("3.1.4")
    @DisplayName("a foreign origin is refused with 403; the own one, and none, are accepted; checkOrigin decides alone")
    void origin() {
        assertEquals(403, origin("/talk", "https://evil.example").status());
        assertEquals(403, origin("/talk", "null").status());
        assertEquals(
                101, origin("/talk", "http://127.0.0.1:" + APPLICATION.port()).status());
        assertEquals(101, origin("/talk", null).status());
        Recorder server = new Recorder();
        String path = APPLICATION.serve(
                server,
                config -> config.configurator(new WebApplication.Handing(server) {
                    @Override
                    public boolean checkOrigin(String value) {
                        return value.equals("https://friend.example");
                    }
                }));
        assertEquals(101, origin(path, "https://friend.example").status());
        assertEquals(403, origin(path, "http://127.0.0.1:" + APPLICATION.port()).status());
    }

    private static HttpAnswer origin(String path, String origin) {
        return APPLICATION.wire(path).header("Origin", origin).exchange();
    }

    @Test
    @Section("3.1.5")
    @DisplayName("the default answer has the fields of a handshake and nothing more")
    void defaultAnswer() {
        HttpAnswer answer = APPLICATION.wire("/talk").exchange();
        assertEquals(101, answer.status());
        assertNull(answer.header("Sec-WebSocket-Extensions"));
        assertNull(answer.header("Sec-WebSocket-Protocol"));
        assertNull(answer.header("Set-Cookie"));
    }
}
