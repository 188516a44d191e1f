// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.math.BigDecimal;

/** Endpoints that no application may have. */
final class InvalidEndpoints {
    private InvalidEndpoints() {}

    /** Invalid. */
    @ServerEndpoint("/two-texts")
    public static class TwoTexts {
        @OnMessage
        public void one(String text) {}

        @OnMessage
        public void two(java.io.Reader text) {}
    }

    /** Invalid. */
    @ServerEndpoint("/two-opens")
    public static class TwoOpens {
        @OnOpen
        public void one() {}

        @OnOpen
        public void two(Session session) {}
    }

    /** Invalid. */
    @ServerEndpoint("/no-decoder")
    public static class NoDecoder {
        @OnMessage
        public void message(BigDecimal number) {}
    }

    /** Invalid. */
    @ServerEndpoint("/wrong-parameter")
    public static class WrongParameter {
        @OnOpen
        public void open(Thread thread) {}
    }

    /** Invalid. */
    @ServerEndpoint("/path/{x}")
    public static class WrongPathParameter {
        @OnOpen
        public void open(@PathParam("x") Thread x) {}
    }

    /** Invalid. */
    @ServerEndpoint("/no-throwable")
    public static class NoThrowable {
        @OnError
        public void error(Session session) {}
    }

    /** Invalid. */
    @ServerEndpoint("/partial-pong")
    public static class PartialPong {
        @OnMessage
        public void pong(PongMessage pong, boolean last) {}
    }

    /** Invalid. */
    @ServerEndpoint("no-slash")
    public static class NoSlash {}

    /** Invalid: the path of another one. */
    @ServerEndpoint("/echo")
    public static class SamePath {}

    /** Invalid. */
    @ClientEndpoint
    public static class TwoClientTexts {
        @OnMessage
        public void one(String text) {}

        @OnMessage
        public void two(String text, boolean last) {}
    }
}
