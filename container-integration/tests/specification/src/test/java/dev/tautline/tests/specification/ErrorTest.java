// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.CapturedLog;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.SessionException;
import jakarta.websocket.server.ServerEndpoint;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of the application and of the connection: where they go, and what becomes of the session. */
class ErrorTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of(Silent.class);

    /** Throws and has no onError. */
    @ServerEndpoint("/silent")
    public static class Silent {
        @OnMessage
        public String message(String text) {
            if (text.equals("fail")) {
                throw new IllegalStateException("unheard");
            }
            return text;
        }
    }

    @Test
    @Section("5.2.2")
    @DisplayName(
            "what a handler throws goes to onError with its session, errors too; the session goes on, on both sides")
    void handler() throws Exception {
        Recorder.Reaction<String> failing = (session, text) -> {
            if (text.equals("error")) {
                throw new AssertionError("an error");
            }
            if (text.equals("exception")) {
                throw new UnsupportedOperationException("an exception");
            }
            session.getBasicRemote().sendText("fine");
        };
        Recorder server = new Recorder().onText(failing);
        try (Pair pair = Pair.open(APPLICATION, server, new Recorder())) {
            for (String what : List.of("exception", "error", "go on")) {
                pair.client().session().getBasicRemote().sendText(what);
            }
            assertEquals("fine", pair.client().text());
            assertInstanceOf(UnsupportedOperationException.class, server.error());
            assertInstanceOf(AssertionError.class, server.error());
            assertTrue(server.session().isOpen());
        }
        Recorder client = new Recorder().onText(failing);
        try (Pair pair = Pair.open(APPLICATION, new Recorder(), client)) {
            for (String what : List.of("exception", "go on")) {
                pair.server().session().getBasicRemote().sendText(what);
            }
            assertEquals("fine", pair.server().text());
            assertInstanceOf(UnsupportedOperationException.class, client.error());
        }
    }

    @Test
    @Section("5.2.2")
    @DisplayName("an application may answer in onError; what onError throws is logged and ends nothing")
    void onError() throws Exception {
        Recorder server = new Recorder()
                .onText((session, text) -> {
                    throw new IllegalStateException(text);
                })
                .onError((session, error) -> {
                    session.getBasicRemote().sendText("sorry for " + error.getMessage());
                    throw new IllegalArgumentException("onError is wrong as well");
                });
        try (CapturedLog log = CapturedLog.start();
                Pair pair = Pair.open(APPLICATION, server, new Recorder())) {
            pair.client().session().getBasicRemote().sendText("one");
            pair.client().session().getBasicRemote().sendText("two");
            assertEquals("sorry for one", pair.client().text());
            assertEquals("sorry for two", pair.client().text());
            Await.until("it is logged", () -> log.lines().stream().anyMatch(line -> line.contains("wrong as well")));
        }
    }

    @Test
    @Section("5.2.2")
    @DisplayName("without onError an error is logged, and the session goes on")
    void logged() {
        try (CapturedLog log = CapturedLog.start();
                WireClient client = APPLICATION.wire("/silent").open()) {
            client.sendText("fail");
            assertEquals("still here", client.sendText("still here").text());
            log.assertContains("IllegalStateException", "unheard");
            client.closeCleanly();
        }
    }

    @Test
    @Section({"5.2.2", "2.1.5"})
    @DisplayName("onOpen that throws: onError, close 1011, onClose once")
    void onOpen() {
        Recorder server = new Recorder().onOpen((session, config) -> {
            throw new IllegalStateException("not today");
        });
        try (WireClient client = APPLICATION.wire(APPLICATION.serve(server)).open()) {
            assertEquals(1011, client.closeFrame().closeCode());
            client.sendClose(1011, "");
        }
        assertEquals("not today", server.error().getMessage());
        assertEquals(1011, server.closeCode());
        assertEquals(List.of("open", "error", "close"), server.order());
    }

    @Test
    @Section({"4.5", "5.2.2"})
    @DisplayName("what onClose throws goes to onError with the session")
    void onClose() throws Exception {
        Recorder server = new Recorder().onClose((session, reason) -> {
            throw new IllegalStateException("can't let go");
        });
        Pair pair = Pair.open(APPLICATION, server, new Recorder());
        pair.close();
        assertEquals("can't let go", server.error().getMessage());
        assertEquals(1, server.closes());
    }

    /** What a peer may do wrong. */
    enum Violation {
        UNMASKED(1002, new byte[] {(byte) 0x81, 1, 'a'}),
        RESERVED_BIT(1002, Frames.frame(0xF1, new byte[1], true)),
        RESERVED_OPCODE(1002, Frames.frame(0x83, new byte[1], true)),
        FRAGMENTED_PING(1002, Frames.frame(0x09, new byte[1], true)),
        CONTINUATION_OF_NOTHING(1002, Frames.frame(0x80, new byte[1], true)),
        BAD_UTF8(1007, Frames.frame(0x81, new byte[] {(byte) 0xC3, (byte) 0x28}, true)),
        BAD_CLOSE_CODE(1002, Frames.frame(0x88, new byte[] {3, (byte) 0xED}, true)),
        TOO_BIG(1009, Frames.frame(0x82, new byte[2 * 1024 * 1024], true));

        private final int code;
        private final String hex;

        Violation(int code, byte[] bytes) {
            this.code = code;
            this.hex = HexFormat.of().formatHex(bytes);
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    @ParameterizedTest
    @EnumSource(Violation.class)
    @Section({"5.2.3", "2.1.5"})
    @DisplayName("a peer's violation is a SessionException to onError, its code in the close frame, and the end")
    void violations(Violation violation) {
        Recorder server = new Recorder();
        try (WireClient client = APPLICATION.wire(APPLICATION.serve(server)).open()) {
            Session session = server.session();
            client.sendRegardless(violation.bytes());
            assertEquals(violation.code, client.closeFrame().closeCode());
            SessionException error = assertInstanceOf(SessionException.class, server.error());
            assertSame(session, error.getSession());
        }
        server.closeReason();
        assertEquals(List.of("open", "error", "close"), server.order());
    }
}
