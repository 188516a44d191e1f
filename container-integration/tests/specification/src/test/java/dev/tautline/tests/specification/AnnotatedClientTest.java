// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An annotated client endpoint. */
class AnnotatedClientTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

    private static String told() {
        return Recorder.next("callback", TOLD);
    }

    /** Adds a header to its request. */
    public static final class Calling extends ClientEndpointConfig.Configurator {
        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.put("X-Client", List.of("configured"));
        }
    }

    /** A client with everything. */
    @ClientEndpoint(
            configurator = Calling.class,
            encoders = SampleCoders.TemperatureCoder.class,
            decoders = SampleCoders.TemperatureCoder.class)
    public static class Client {
        @OnOpen
        public void open(Session session, EndpointConfig config) throws Exception {
            TOLD.add("client open " + (config instanceof ClientEndpointConfig));
            session.getBasicRemote().sendObject(new SampleCoders.Temperature("Rome", 30));
        }

        @OnMessage
        public SampleCoders.Temperature message(SampleCoders.Temperature temperature) {
            TOLD.add("client " + temperature.place());
            return temperature.degrees() > 40 ? null : new SampleCoders.Temperature(temperature.place(), 50);
        }

        @OnMessage
        public void pong(PongMessage pong) {
            TOLD.add("client pong");
        }

        @OnError
        public void error(Throwable error) {
            TOLD.add("client error " + error.getClass().getSimpleName());
        }

        @OnClose
        public void close(Session session, CloseReason reason) {
            TOLD.add("client close " + reason.getCloseCode().getCode() + " " + session.isOpen());
        }
    }

    @Test
    @Section({"4.2", "4.2.1", "4.2.2", "4.2.3", "4.4", "4.5", "4.6", "4.7", "2.2.5"})
    @DisplayName("an annotated client: configurator, coders, every callback; a null result sends nothing")
    void client() throws Exception {
        TOLD.clear();
        Recorder server = new Recorder();
        String path = APPLICATION.serve(
                server,
                config -> config.configurator(new WebApplication.Handing(server) {
                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig given, HandshakeRequest request, HandshakeResponse response) {
                        TOLD.add("server " + request.getHeaders().get("X-Client"));
                    }
                }));
        Session session =
                ContainerProvider.getWebSocketContainer().connectToServer(Client.class, APPLICATION.uri(path));
        assertEquals("server [configured]", told());
        assertEquals("client open true", told());
        assertEquals("Rome=30", server.text());
        server.session().getBasicRemote().sendText("Oslo=1");
        assertEquals("client Oslo", told());
        assertEquals("Oslo=50", server.text());
        server.session().getBasicRemote().sendText("Oslo=50");
        assertEquals("client Oslo", told());
        server.session().getBasicRemote().sendText("Oslo=?");
        assertEquals("client error DecodeException", told());
        server.session().getBasicRemote().sendPong(ByteBuffer.allocate(1));
        assertEquals("client pong", told());
        assertTrue(session.isOpen());
        assertEquals(0, server.waiting());
        session.close();
        assertEquals("client close 1000 true", told());
    }
}
