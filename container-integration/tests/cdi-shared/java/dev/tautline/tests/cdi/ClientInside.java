// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the application connects itself. */
@ClientEndpoint(
        configurator = ClientInside.AddingConfigurator.class,
        encoders = WordEncoder.class,
        decoders = WordDecoder.class)
public class ClientInside {
    @Inject
    private Greeter greeter;

    @Inject
    private Visit visit;

    /** Asked for the request. */
    public static class AddingConfigurator extends ClientEndpointConfig.Configurator {
        @Inject
        private Greeter greeter;

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.put("X-Client", List.of(greeter.greet("configurator")));
        }

        @PreDestroy
        void end() {
            Told.add("client's configurator ends");
        }
    }

    /** Called by the container. */
    @OnOpen
    public void open(Session session) throws Exception {
        session.getBasicRemote().sendObject(new Word(greeter.greet("client") + " visit " + visit.call()));
    }

    /** Called by the container. */
    @OnMessage
    public void message(Word word, Session session) throws IOException {
        Told.add(word.text() + " visit " + visit.call());
        session.close();
    }

    @PreDestroy
    void end() {
        Told.add("client ends");
    }
}
