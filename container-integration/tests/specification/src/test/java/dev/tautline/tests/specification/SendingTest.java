// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** {@link RemoteEndpoint.Basic} and {@link RemoteEndpoint.Async}, from both sides. */
class SendingTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    private static Recorder peer(Pair pair, Recorder end) {
        return end == pair.server() ? pair.client() : pair.server();
    }

    @Test
    @Section("2.1.4")
    @DisplayName("Basic: text, binary, partial, stream, writer and objects arrive in order")
    void basic() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                Recorder peer = peer(pair, end);
                RemoteEndpoint.Basic remote = end.session().getBasicRemote();
                remote.sendText("text");
                remote.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                remote.sendText("one, ", false);
                remote.sendText("two", true);
                remote.sendBinary(ByteBuffer.wrap(new byte[] {4}), false);
                remote.sendBinary(ByteBuffer.wrap(new byte[] {5}), true);
                try (OutputStream stream = remote.getSendStream()) {
                    stream.write(6);
                    stream.flush();
                    stream.write(new byte[] {0, 7, 8, 0}, 1, 2);
                }
                try (Writer writer = remote.getSendWriter()) {
                    writer.write("written ");
                    writer.flush();
                    writer.append("in pieces");
                }
                remote.sendObject("an object");
                remote.sendObject(42);
                remote.sendObject('c');
                remote.sendObject(true);
                assertEquals("text", peer.text());
                assertArrayEquals(new byte[] {1, 2, 3}, peer.binary());
                assertEquals("one, two", peer.text());
                assertArrayEquals(new byte[] {4, 5}, peer.binary());
                assertArrayEquals(new byte[] {6, 7, 8}, peer.binary());
                assertEquals("written in pieces", peer.text());
                assertEquals("an object", peer.text());
                assertEquals("42", peer.text());
                assertEquals("c", peer.text());
                assertEquals("true", peer.text());
            }
        }
    }

    @Test
    @Section("2.1.4")
    @DisplayName("partial sends are the frames of one message, whatever a character's halves do")
    void frames() throws Exception {
        Recorder server = new Recorder();
        try (WireClient client = APPLICATION.wire(APPLICATION.serve(server)).open()) {
            RemoteEndpoint.Basic remote = server.session().getBasicRemote();
            remote.sendText("a\ud83d", false);
            remote.sendText("\ude00b", false);
            remote.sendPing(ByteBuffer.wrap(new byte[] {9}));
            remote.sendText("c", true);
            WireFrame first = client.frame();
            assertEquals(WireFrame.TEXT, first.opcode());
            assertTrue(!first.isFinal(), "the first frame is not the last");
            assertEquals("a", new String(first.payload(), StandardCharsets.UTF_8));
            WireFrame second = client.frame();
            assertEquals(WireFrame.CONTINUATION, second.opcode());
            assertEquals("\ud83d\ude00b", new String(second.payload(), StandardCharsets.UTF_8));
            assertEquals(WireFrame.PING, client.frame().opcode());
            WireFrame last = client.frame();
            assertEquals(WireFrame.CONTINUATION, last.opcode());
            assertTrue(last.isFinal(), "the last frame");
            client.closeCleanly();
        }
    }

    @Test
    @Section("2.1.4")
    @DisplayName("Async: futures and handlers complete; SendResult names its session")
    void async() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                Recorder peer = peer(pair, end);
                RemoteEndpoint.Async remote = end.session().getAsyncRemote();
                List<Future<Void>> futures = List.of(
                        remote.sendText("text"),
                        remote.sendBinary(ByteBuffer.wrap(new byte[] {1})),
                        remote.sendObject(7L));
                assertEquals("text", peer.text());
                assertArrayEquals(new byte[] {1}, peer.binary());
                assertEquals("7", peer.text());
                for (Future<Void> future : futures) {
                    assertNull(Await.result("a send", future));
                    assertTrue(future.isDone());
                }
                CompletableFuture<SendResult> text = new CompletableFuture<>();
                CompletableFuture<SendResult> binary = new CompletableFuture<>();
                CompletableFuture<SendResult> object = new CompletableFuture<>();
                remote.sendText("handled", text::complete);
                remote.sendBinary(ByteBuffer.wrap(new byte[] {2}), binary::complete);
                remote.sendObject(1.5, object::complete);
                assertEquals("handled", peer.text());
                assertArrayEquals(new byte[] {2}, peer.binary());
                assertEquals("1.5", peer.text());
                for (CompletableFuture<SendResult> each : List.of(text, binary, object)) {
                    SendResult result = Await.result("a handler", each);
                    assertTrue(result.isOK());
                    assertNull(result.getException());
                    assertSame(end.session(), result.getSession());
                }
            }
        }
    }

    @Test
    @Section({"2.1.4", "5.2.3"})
    @DisplayName("a remote of a closed session: Basic throws, a Future and a SendHandler fail")
    void afterClose() throws Exception {
        Pair pair = Pair.open(APPLICATION);
        Map<Recorder, RemoteEndpoint.Basic> basics = new HashMap<>();
        Map<Recorder, RemoteEndpoint.Async> asyncs = new HashMap<>();
        for (Recorder end : pair.ends()) {
            basics.put(end, end.session().getBasicRemote());
            asyncs.put(end, end.session().getAsyncRemote());
        }
        pair.close();
        for (Recorder end : pair.ends()) {
            RemoteEndpoint.Basic basic = basics.get(end);
            RemoteEndpoint.Async async = asyncs.get(end);
            assertThrows(IOException.class, () -> basic.sendText("late"));
            assertThrows(IOException.class, () -> basic.sendBinary(ByteBuffer.allocate(1), false));
            assertThrows(IOException.class, () -> basic.sendPing(ByteBuffer.allocate(1)));
            Future<Void> future = async.sendText("late");
            ExecutionException failure = assertThrows(ExecutionException.class, future::get);
            assertInstanceOf(IOException.class, failure.getCause());
            CompletableFuture<SendResult> handled = new CompletableFuture<>();
            async.sendText("late", handled::complete);
            SendResult result = Await.result("the handler", handled);
            assertTrue(!result.isOK(), "a late send is no success");
            assertNotNull(result.getException());
            assertSame(end.session(), result.getSession());
        }
    }

    @Test
    @Section("2.1.4")
    @DisplayName("null is refused by every method, a control frame over 125 bytes too, before anything is sent")
    void arguments() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                calls(end.session()).forEach((name, call) -> assertThrows(IllegalArgumentException.class, call, name));
                end.session().getBasicRemote().sendText("alive");
                assertEquals("alive", peer(pair, end).text());
            }
        }
    }

    @SuppressWarnings("NullAway")
    private static Map<String, Executable> calls(Session session) {
        RemoteEndpoint.Basic basic = session.getBasicRemote();
        RemoteEndpoint.Async async = session.getAsyncRemote();
        SendHandler handler = result -> {};
        ByteBuffer data = ByteBuffer.allocate(1);
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("sendText", () -> basic.sendText(null));
        calls.put("sendBinary", () -> basic.sendBinary(null));
        calls.put("sendText part", () -> basic.sendText(null, false));
        calls.put("sendBinary part", () -> basic.sendBinary(null, false));
        calls.put("sendObject", () -> basic.sendObject(null));
        calls.put("sendPing", () -> basic.sendPing(null));
        calls.put("sendPong", () -> async.sendPong(null));
        calls.put("async sendText", () -> async.sendText(null));
        calls.put("async sendText, handler", () -> async.sendText(null, handler));
        calls.put("async sendText, no handler", () -> async.sendText("", null));
        calls.put("async sendBinary", () -> async.sendBinary(null));
        calls.put("async sendBinary, handler", () -> async.sendBinary(null, handler));
        calls.put("async sendBinary, no handler", () -> async.sendBinary(data, null));
        calls.put("async sendObject", () -> async.sendObject(null));
        calls.put("async sendObject, handler", () -> async.sendObject(null, handler));
        calls.put("async sendObject, no handler", () -> async.sendObject("", null));
        calls.put("close", () -> session.close(null));
        calls.put("long ping", () -> basic.sendPing(ByteBuffer.allocate(126)));
        calls.put("long pong", () -> async.sendPong(ByteBuffer.allocate(126)));
        return calls;
    }

    @Test
    @Section("2.2.5")
    @DisplayName(
            "a ping is answered with a pong of the same data, unseen by the application; an unsolicited pong arrives")
    void pings() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                Recorder peer = peer(pair, end);
                byte[] data = new byte[125];
                data[124] = 5;
                end.session().getBasicRemote().sendPing(ByteBuffer.wrap(data));
                assertEquals(ByteBuffer.wrap(data), end.pong());
                end.session().getAsyncRemote().sendPong(ByteBuffer.wrap(new byte[] {6}));
                assertEquals(ByteBuffer.wrap(new byte[] {6}), peer.pong());
                end.session().getAsyncRemote().sendPing(ByteBuffer.allocate(0));
                assertEquals(ByteBuffer.allocate(0), end.pong());
                assertEquals(0, peer.waiting());
            }
        }
    }
}
