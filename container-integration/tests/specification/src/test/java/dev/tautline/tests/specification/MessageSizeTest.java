// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.SessionException;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of methods, sessions, endpoints and applications: 1009. */
class MessageSizeTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.builder()
            .endpoints(Whole.class, Parts.class, Streams.class, Unlimited.class)
            .parameter("dev.tautline.maxTextMessage", "100")
            .parameter("dev.tautline.maxBinaryMessage", "200")
            .start();

    /** Limits of its own, in bytes. */
    @ServerEndpoint("/whole")
    public static class Whole {
        @OnMessage(maxMessageSize = 5)
        public String text(String text) {
            return text;
        }

        @OnMessage(maxMessageSize = 1000)
        public String binary(byte[] bytes) {
            return String.valueOf(bytes.length);
        }
    }

    /** Parts with a limit for the message. */
    @ServerEndpoint("/parts")
    public static class Parts {
        @OnMessage(maxMessageSize = 5)
        public String binary(byte[] part, boolean last) {
            return last ? "last" : null;
        }
    }

    /** Streams with a limit. */
    @ServerEndpoint("/streams")
    public static class Streams {
        @OnMessage(maxMessageSize = 5)
        public String text(Reader reader) throws IOException {
            return reader.transferTo(java.io.Writer.nullWriter()) + " characters";
        }

        @OnMessage(maxMessageSize = 5)
        public String binary(InputStream stream) throws IOException {
            return stream.readAllBytes().length + " bytes";
        }
    }

    /** No limit but the application's, and none for parts. */
    @ServerEndpoint("/unlimited")
    public static class Unlimited {
        private int bytes;

        @OnMessage
        public String text(String text) {
            return String.valueOf(text.length());
        }

        @OnMessage
        public String binary(byte[] part, boolean last) {
            bytes += part.length;
            return last ? String.valueOf(bytes) : null;
        }
    }

    private static String binary(String path, byte[] bytes) {
        try (WireClient client = APPLICATION.wire(path).open()) {
            String answer = client.sendBinary(bytes).text();
            client.closeCleanly();
            return answer;
        }
    }

    private static void assertTooBig(WireClient client) {
        assertEquals(1009, client.closeFrame().closeCode());
        client.close();
    }

    @Test
    @Section("4.7.1")
    @DisplayName(
            "maxMessageSize of a method, in bytes: over it 1009, at it the message; it goes before the application's limit")
    void method() {
        assertEquals("12345", APPLICATION.answer("/whole", "12345"));
        assertTooBig(APPLICATION.wire("/whole").open().sendText("123456"));
        assertTooBig(APPLICATION.wire("/whole").open().sendText("\u20ac\u20ac"));
        WireClient binary = APPLICATION.wire("/whole").open();
        assertEquals("1000", binary.sendBinary(new byte[1000]).text());
        assertTooBig(binary.sendBinary(new byte[1001]));
    }

    @Test
    @Section("4.7.1")
    @DisplayName(
            "the limit counts a fragmented message as one; by the API it is for whole messages, not for parts and streams")
    void fragmented() {
        WireClient client = APPLICATION.wire("/whole").open();
        client.send(Frames.frame(0x01, new byte[3], true)).send(Frames.frame(0x80, new byte[3], true));
        assertTooBig(client);
        assertEquals("6 bytes", binary("/streams", new byte[6]));
        assertEquals("6 characters", APPLICATION.answer("/streams", "123456"));
        assertEquals("last", binary("/parts", new byte[6]));
    }

    @Test
    @Section({"4.7.1", "2.1.3"})
    @DisplayName("without one the application's limit holds for whole messages; parts have none")
    void application() {
        assertEquals("100", APPLICATION.answer("/unlimited", "x".repeat(100)));
        assertTooBig(APPLICATION.wire("/unlimited").open().sendText("x".repeat(101)));
        assertEquals("100000", binary("/unlimited", new byte[100_000]));
    }

    @Test
    @Section({"2.1.2", "4.7.1"})
    @DisplayName("a session's own limit, on both sides: 1009 to the peer, a SessionException to its endpoint")
    void session() throws Exception {
        for (boolean byServer : new boolean[] {true, false}) {
            Pair pair = Pair.open(APPLICATION);
            Recorder limited = byServer ? pair.server() : pair.client();
            Recorder peer = byServer ? pair.client() : pair.server();
            limited.session().setMaxTextMessageBufferSize(10);
            limited.session().setMaxBinaryMessageBufferSize(20);
            peer.session().getBasicRemote().sendText("0123456789");
            peer.session().getBasicRemote().sendBinary(ByteBuffer.allocate(20));
            assertEquals("0123456789", limited.text());
            assertEquals(20, limited.binary().length);
            peer.session().getBasicRemote().sendBinary(ByteBuffer.allocate(21));
            assertEquals(1009, peer.closeCode());
            SessionException error = assertInstanceOf(SessionException.class, limited.error());
            assertEquals(limited.session(), error.getSession());
            assertEquals(1009, limited.closeCode());
        }
    }

    /** A client's method with a limit. */
    @ClientEndpoint
    public static class Client {
        static final BlockingQueue<Object> TOLD = new LinkedBlockingQueue<>();

        @OnMessage(maxMessageSize = 3)
        public void text(String text) {
            TOLD.add(text);
        }

        @OnClose
        public void close(CloseReason reason) {
            TOLD.add(reason.getCloseCode().getCode());
        }
    }

    @Test
    @Section("4.7.1")
    @DisplayName("maxMessageSize of a client's method")
    void client() throws Exception {
        Recorder server = new Recorder();
        ContainerProvider.getWebSocketContainer()
                .connectToServer(Client.class, APPLICATION.uri(APPLICATION.serve(server)));
        server.session().getBasicRemote().sendText("one");
        server.session().getBasicRemote().sendText("four");
        assertEquals("one", Recorder.next("message", Client.TOLD));
        assertEquals(1009, server.closeCode());
        assertEquals(1009, Recorder.next("close", Client.TOLD));
    }

    /** More than a String can have. */
    @ServerEndpoint("/huge")
    public static class Huge {
        @OnMessage(maxMessageSize = 1L + Integer.MAX_VALUE)
        public void text(String text) {
            throw new IllegalStateException("never deployed");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = Huge.class)
    @Section("4.7.1")
    @DisplayName("a limit over Integer.MAX_VALUE is refused")
    void huge(Class<?> endpoint) {
        assertThrows(DeploymentException.class, () -> APPLICATION.container().addEndpoint(endpoint));
    }
}
