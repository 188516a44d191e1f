// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.news;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DecodeException;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

/** Passes headlines on to all who read the same topic. One instance for each session. */
@ServerEndpoint(
        value = "/news/{topic}",
        encoders = HeadlineEncoder.class,
        decoders = HeadlineDecoder.class,
        configurator = NewsEndpoint.Options.class)
public class NewsEndpoint {
    private static final String TOPIC = "topic";

    /** Options of this endpoint's sessions, before those of the application. */
    public static class Options extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            config.getUserProperties().put("dev.tautline.pingInterval", 30_000);
        }
    }

    @OnOpen
    public void open(Session session, @PathParam("topic") String topic) {
        session.getUserProperties().put(TOPIC, topic);
    }

    @OnMessage(maxMessageSize = 10_000)
    public void publish(Session session, Headline headline, @PathParam("topic") String topic) {
        for (Session reader : session.getOpenSessions()) {
            if (topic.equals(reader.getUserProperties().get(TOPIC))) {
                // Any thread may send; a reader that is too slow is closed, not waited for.
                var unused = reader.getAsyncRemote().sendObject(headline);
            }
        }
    }

    @OnError
    public void failed(Session session, Throwable error) throws IOException {
        if (error instanceof DecodeException) {
            session.close(new CloseReason(CloseCodes.CANNOT_ACCEPT, error.getMessage()));
        }
    }
}
