// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Annotated server endpoints: lifecycle, and messages of every form. */
class AnnotatedEndpointTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of(
            Whole.class, Streams.class, Buffers.class, Parts.class, Primitive.class, Wrapped.class, Nothing.class);

    static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

    private static String told() {
        return Recorder.next("callback", TOLD);
    }

    /** Sets a header. */
    public static final class Marking extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            response.getHeaders().put("X-Configurator", List.of("used"));
        }
    }

    /** All the lifecycle, and whole messages. */
    @ServerEndpoint(value = "/whole/{name}", configurator = Marking.class)
    public static class Whole {
        @OnOpen
        public void open(Session session, EndpointConfig config, @PathParam("name") String name) {
            TOLD.add("open " + session.isOpen() + " " + ((ServerEndpointConfig) config).getPath() + " " + name);
        }

        @OnMessage
        public String text(@PathParam("name") String name, Session session, String text) {
            if (text.equals("fail")) {
                throw new IllegalArgumentException("asked to");
            }
            return name + " " + text + " " + session.isOpen();
        }

        @OnMessage
        public byte[] binary(byte[] bytes) {
            bytes[0]++;
            return bytes;
        }

        @OnMessage
        public void pong(PongMessage pong, Session session) {
            TOLD.add("pong " + pong.getApplicationData().get(0));
        }

        @OnError
        public void error(Session session, Throwable error, @PathParam("name") String name) {
            TOLD.add("error " + error.getMessage() + " " + name + " " + session.isOpen());
        }

        @OnClose
        public void close(@PathParam("name") String name, CloseReason reason, Session session) {
            TOLD.add("close " + reason.getCloseCode().getCode() + " " + name + " " + session.isOpen());
        }
    }

    @Test
    @Section({"2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5", "4.1", "4.1.5", "4.4", "4.5", "4.6", "4.7"})
    @DisplayName("lifecycle, text, binary and pong methods with parameters in any order")
    void lifecycle() {
        try (WireClient client = APPLICATION.wire("/whole/zoe").open()) {
            assertEquals("used", client.answer().header("X-Configurator"));
            assertEquals("open true /whole/{name} zoe", told());
            assertEquals("zoe hello true", client.sendText("hello").text());
            assertEquals(8, client.sendBinary(new byte[] {7}).message().binary()[0]);
            client.send(dev.tautline.testkit.Frames.frame(0x8A, new byte[] {3}, true));
            assertEquals("pong 3", told());
            client.sendText("fail");
            assertEquals("error asked to zoe true", told());
            assertEquals("zoe on true", client.sendText("on").text());
            client.closeCleanly();
        }
        assertEquals("close 1000 zoe true", told());
    }

    /** Streams. */
    @ServerEndpoint("/streams")
    public static class Streams {
        @OnMessage
        public String text(Reader reader) throws IOException {
            StringWriter all = new StringWriter();
            reader.transferTo(all);
            return "reader " + all;
        }

        @OnMessage
        public String binary(InputStream stream) throws IOException {
            return "stream " + stream.readAllBytes().length;
        }
    }

    /** A buffer. */
    @ServerEndpoint("/buffers")
    public static class Buffers {
        @OnMessage
        public ByteBuffer binary(ByteBuffer bytes, Session session) {
            return ByteBuffer.allocate(4).putInt(bytes.remaining()).flip();
        }
    }

    /** Parts. */
    @ServerEndpoint("/parts")
    public static class Parts {
        @OnMessage
        public String text(String part, boolean last) {
            return part + last;
        }

        @OnMessage
        public String binary(boolean last, byte[] part) {
            return part.length + " bytes" + last;
        }
    }

    @Test
    @Section({"2.1.3", "2.2.3", "4.7"})
    @DisplayName("methods take streams, buffers and parts")
    void forms() throws Exception {
        Recorder streams = new Recorder();
        Session session = Pair.connect(streams, APPLICATION.uri("/streams"));
        session.getBasicRemote().sendText("one ", false);
        session.getBasicRemote().sendText("two", true);
        session.getBasicRemote().sendBinary(ByteBuffer.allocate(70_000));
        assertEquals("reader one two", streams.text());
        assertEquals("stream 70000", streams.text());
        session.close();
        Recorder buffers = new Recorder();
        session = Pair.connect(buffers, APPLICATION.uri("/buffers"));
        session.getBasicRemote().sendBinary(ByteBuffer.allocate(300));
        assertEquals(300, ByteBuffer.wrap(buffers.binary()).getInt());
        session.close();
        try (WireClient parts = APPLICATION.wire("/parts").open()) {
            parts.send(dev.tautline.testkit.Frames.frame(
                    0x01, "a".getBytes(java.nio.charset.StandardCharsets.UTF_8), true));
            assertEquals("afalse", parts.text());
            parts.send(dev.tautline.testkit.Frames.frame(
                    0x80, "b".getBytes(java.nio.charset.StandardCharsets.UTF_8), true));
            assertEquals("btrue", parts.text());
            parts.sendBinary(new byte[5]);
            assertEquals("5 bytestrue", parts.text());
            parts.closeCleanly();
        }
    }

    /** A primitive parameter and result. */
    @ServerEndpoint("/primitive")
    public static class Primitive {
        @OnMessage
        public long twice(int number) {
            return 2L * number;
        }

        @OnError
        public void error(Session session, Throwable error) {
            session.getAsyncRemote().sendText(error.getClass().getSimpleName(), result -> {});
        }
    }

    /** A wrapper's. */
    @ServerEndpoint("/wrapped")
    public static class Wrapped {
        @OnMessage
        public Boolean not(Boolean value) {
            return !value;
        }
    }

    @Test
    @Section({"4.7", "5.2.2"})
    @DisplayName("primitives and their classes are made of text and sent as text; what is none is a DecodeException")
    void primitives() throws Exception {
        Recorder client = new Recorder();
        Session session = Pair.connect(client, APPLICATION.uri("/primitive"));
        session.getBasicRemote().sendText("21");
        session.getBasicRemote().sendText("many");
        session.getBasicRemote().sendText("-1");
        assertEquals(List.of("42", "DecodeException", "-2"), List.of(client.text(), client.text(), client.text()));
        session.close();
        Recorder wrapped = new Recorder();
        Pair.connect(wrapped, APPLICATION.uri("/wrapped")).getBasicRemote().sendText("true");
        assertEquals("false", wrapped.text());
        wrapped.session().close();
    }

    /** Has no methods. */
    @ServerEndpoint("/nothing")
    public static final class Nothing {}

    @Test
    @Section({"4.1", "2.1.3"})
    @DisplayName("an endpoint without methods is one: messages go nowhere, pings are answered")
    void nothing() {
        try (WireClient client = APPLICATION.wire("/nothing").open()) {
            client.sendText("for nobody").sendBinary(new byte[3]);
            client.send(dev.tautline.testkit.Frames.frame(0x89, new byte[] {1}, true));
            assertEquals(10, client.frame().opcode());
            client.closeCleanly();
        }
    }
}
