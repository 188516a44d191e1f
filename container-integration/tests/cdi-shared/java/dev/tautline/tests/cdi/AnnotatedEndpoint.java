// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.server.ServerEndpoint;

/** No bean, as most endpoints: nothing on it says so. */
@ServerEndpoint(
        value = "/annotated",
        decoders = WordDecoder.class,
        encoders = WordEncoder.class,
        configurator = ModifyingConfigurator.class)
public class AnnotatedEndpoint {
    @Inject
    private Greeter greeter;

    @Inject
    private Piece piece;

    @Inject
    private Visit visit;

    private String begun = "";

    @PostConstruct
    private void begin() {
        begun = greeter.greet("endpoint");
    }

    /** Tells. */
    @OnOpen
    public void open(EndpointConfig config) {
        Told.add("open " + config.getUserProperties().get("greeting") + ", " + begun + ", visit " + visit.call());
    }

    /** Answers. */
    @OnMessage
    public Word message(Word word) {
        return new Word(word.text() + ", visit " + visit.call() + visit.call());
    }

    /** Tells. */
    @OnClose
    public void close() {
        Told.add("close, " + greeter.greet("close"));
    }

    @PreDestroy
    private void end() {
        Told.add("endpoint ends, " + (piece == null ? "" : greeter.greet("end")));
    }
}
