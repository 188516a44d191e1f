// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.specification.SampleCoders.ArrayCoder;
import dev.tautline.tests.specification.SampleCoders.NamedPoint;
import dev.tautline.tests.specification.SampleCoders.Note;
import dev.tautline.tests.specification.SampleCoders.NoteCoder;
import dev.tautline.tests.specification.SampleCoders.Point;
import dev.tautline.tests.specification.SampleCoders.PointCoder;
import dev.tautline.tests.specification.SampleCoders.ShoutDecoder;
import dev.tautline.tests.specification.SampleCoders.Temperature;
import dev.tautline.tests.specification.SampleCoders.TemperatureCoder;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DecodeException;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Encoders and decoders of all kinds, on both sides. */
class CodersTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of(Temperatures.class);

    /** Answers with encoded objects. */
    @ServerEndpoint(
            value = "/temperatures",
            encoders = TemperatureCoder.class,
            decoders = {TemperatureCoder.class, ShoutDecoder.class})
    public static class Temperatures {
        @OnMessage
        public Temperature message(Temperature temperature) {
            return new Temperature(temperature.place(), temperature.degrees() - 300);
        }

        @OnError
        public void error(Session session, Throwable error) {
            session.getAsyncRemote()
                    .sendText(error.getClass().getSimpleName() + ": " + error.getMessage(), result -> {});
        }
    }

    private static String answer(Recorder client, String text) throws IOException {
        client.session().getBasicRemote().sendText(text);
        return client.text();
    }

    @Test
    @Section({"4.1.2", "4.1.3", "4.7", "5.2.2"})
    @DisplayName(
            "decoders are asked in order by willDecode; what they and encoders throw goes to onError, and the session goes on")
    void chain() throws Exception {
        Recorder client = new Recorder();
        Pair.connect(client, APPLICATION.uri("/temperatures"));
        assertEquals("Oslo=100", answer(client, "Oslo=400"));
        assertTrue(answer(client, "Oslo=warm").startsWith("DecodeException: no degrees"));
        assertEquals("EncodeException: too cold", answer(client, "Oslo=0"));
        String shout = "!" + "a".repeat(400);
        assertEquals(shout + "=101", answer(client, shout));
        assertTrue(answer(client, "nobody's").startsWith("DecodeException"), "no decoder takes it");
        assertEquals("Rome=1", answer(client, "Rome=301"));
        client.session().close();
    }

    @Test
    @Section({"4.1.2", "4.1.3", "3"})
    @DisplayName("coders are each connection's own, initialised with its configuration and destroyed at its end")
    void lifecycle() throws Exception {
        Await.until("earlier sessions are gone", TemperatureCoder.ALIVE::isEmpty);
        Recorder one = new Recorder();
        Recorder two = new Recorder();
        Pair.connect(one, APPLICATION.uri("/temperatures"));
        answer(one, "a=300");
        int ofOne = TemperatureCoder.ALIVE.size();
        assertTrue(ofOne > 0, "a session has its coder");
        Pair.connect(two, APPLICATION.uri("/temperatures"));
        answer(two, "a=300");
        assertEquals(2 * ofOne, TemperatureCoder.ALIVE.size());
        one.session().close();
        Await.until("the coders of the closed session are destroyed", () -> TemperatureCoder.ALIVE.size() == ofOne);
        two.session().close();
        Await.until("all are destroyed", TemperatureCoder.ALIVE::isEmpty);
    }

    private static final List<Class<? extends Encoder>> ENCODERS =
            List.of(TemperatureCoder.class, PointCoder.class, NoteCoder.class, ArrayCoder.class);

    @Test
    @Section({"4.1.2", "4.2.1", "4.2.2", "3", "2.1.4"})
    @DisplayName(
            "text, binary and both stream coders, programmatic, from client to server and back; a subclass by its superclass's")
    void kinds() throws Exception {
        Recorder server = new Recorder();
        server.onOpen((session, config) -> {
            session.addMessageHandler(Temperature.class, server::add);
            session.addMessageHandler(Point.class, server::add);
        });
        Recorder client = new Recorder();
        client.onOpen((session, config) -> {
            session.addMessageHandler(Note.class, client::add);
            session.addMessageHandler(int[].class, client::add);
        });
        String path = APPLICATION.serve(server, config -> config.encoders(ENCODERS)
                .decoders(List.of(TemperatureCoder.class, PointCoder.class)));
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .encoders(ENCODERS)
                .decoders(List.of(NoteCoder.class, ArrayCoder.class))
                .build();
        Session session = Pair.connect(client, config, APPLICATION.uri(path));
        session.getBasicRemote().sendObject(new Temperature("Bonn", 20));
        session.getBasicRemote().sendObject(new NamedPoint(77));
        assertEquals(new Temperature("Bonn", 20), server.message());
        assertEquals(77, ((Point) server.message()).x);
        server.session().getBasicRemote().sendObject(new Note("well"));
        server.session().getBasicRemote().sendObject(new int[] {1, 2, 3});
        assertEquals(new Note("noted: well"), client.message());
        assertArrayEquals(new int[] {1, 2, 3}, (int[]) client.message());
        new Pair(server, client).close();
    }

    @Test
    @Section({"4.1.2", "5.2.2"})
    @DisplayName("an encoder that throws: Basic throws EncodeException, a Future and a SendHandler fail with it")
    void encodeErrors() throws Exception {
        Recorder server = new Recorder();
        String path = APPLICATION.serve(server, config -> config.encoders(ENCODERS));
        Recorder client = new Recorder();
        Pair.connect(client, APPLICATION.uri(path));
        Temperature cold = new Temperature("nowhere", -300);
        EncodeException thrown = assertThrows(
                EncodeException.class, () -> server.session().getBasicRemote().sendObject(cold));
        assertSame(cold, thrown.getObject());
        Future<Void> future = server.session().getAsyncRemote().sendObject(cold);
        assertInstanceOf(
                EncodeException.class,
                assertThrows(ExecutionException.class, future::get).getCause());
        CompletableFuture<SendResult> handled = new CompletableFuture<>();
        server.session().getAsyncRemote().sendObject(cold, handled::complete);
        assertInstanceOf(
                EncodeException.class, Await.result("the handler", handled).getException());
        assertThrows(
                EncodeException.class, () -> server.session().getBasicRemote().sendObject(new Thread()));
        server.session().getBasicRemote().sendObject(new Temperature("here", 1));
        assertEquals("here=1", client.text());
        new Pair(server, client).close();
    }

    @Test
    @Section({"4.2.2", "5.2.2"})
    @DisplayName(
            "a decoder's error reaches the client's onError as DecodeException with the message; the session goes on")
    void clientDecodeError() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        client.onOpen((session, config) ->
                session.addMessageHandler(Temperature.class, (MessageHandler.Whole<Temperature>) client::add));
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .decoders(List.of(TemperatureCoder.class))
                .build();
        Pair.connect(client, config, APPLICATION.uri(APPLICATION.serve(server)));
        server.session().getBasicRemote().sendText("x=y");
        DecodeException error = assertInstanceOf(DecodeException.class, client.error());
        assertEquals("x=y", error.getText());
        server.session().getBasicRemote().sendText("x=9");
        assertEquals(new Temperature("x", 9), client.message());
        new Pair(server, client).close();
    }
}
