// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.server.ServerEndpoint;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Annotations and subclasses. */
class InheritanceTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of(Derived.class, Bare.class);

    static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

    private static String told() {
        return Recorder.next("callback", TOLD);
    }

    /** Annotated, to be inherited. */
    @ServerEndpoint("/ancestor")
    public static class Ancestor {
        @OnMessage
        public String message(String text) {
            return "ancestor " + text;
        }

        @OnOpen
        public void open() {
            TOLD.add("ancestor opened");
        }
    }

    /** Annotated itself: overrides one method with its annotation, one without. */
    @ServerEndpoint("/derived")
    public static class Derived extends Ancestor {
        @Override
        @OnMessage
        public String message(String text) {
            return "derived " + text;
        }

        @Override
        public void open() {
            TOLD.add("derived opened");
        }

        @OnClose
        public void close() {
            TOLD.add("derived closed");
        }
    }

    /** Not annotated: no endpoint, though a scan hands it in with its ancestors. */
    public static class Bare extends Ancestor {}

    @Test
    @Section("4.8")
    @DisplayName(
            "a subclass is an endpoint only by its own annotation, an overriding method a callback only by its own")
    void inheritance() {
        assertEquals(404, APPLICATION.wire("/ancestor").exchange().status());
        TOLD.clear();
        try (WireClient client = APPLICATION.wire("/derived").open()) {
            assertEquals("derived hello", client.sendText("hello").text());
            client.closeCleanly();
        }
        assertEquals("derived closed", told());
    }
}
