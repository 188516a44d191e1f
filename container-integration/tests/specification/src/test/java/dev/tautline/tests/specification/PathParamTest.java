// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Path parameters of annotated methods. */
class PathParamTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of(Parameters.class);

    /** Path parameters of several types. */
    @ServerEndpoint("/parameters/{text}/{number}/{flag}")
    public static class Parameters {
        @OnMessage
        public String message(
                String message,
                @PathParam("text") String text,
                @PathParam("number") double number,
                @PathParam("flag") Boolean flag,
                @PathParam("undeclared") String undeclared) {
            return message + " " + text + " " + number + " " + flag + " " + undeclared;
        }

        @OnError
        public void error(Session session, Throwable error) {
            session.getAsyncRemote().sendText(error.getClass().getSimpleName(), result -> {});
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/parameters/some%20text/1.5/true; hi some text 1.5 true null",
                "/parameters/x=y/7/no; hi x=y 7.0 false null",
                "/parameters/x/nan?/true; DecodeException",
                "/parameters/x/much/true; DecodeException",
            })
    @Section("4.3")
    @DisplayName(
            "path parameters: text, primitives, null for a name that the path has not; what can't be made is a DecodeException")
    void pathParameters(String path, String answer) throws Exception {
        Recorder client = new Recorder();
        Session session = Pair.connect(client, APPLICATION.uri(path.replace("nan?", "nan%3F")));
        session.getBasicRemote().sendText("hi");
        assertEquals(answer, client.text());
        session.close();
    }
}
