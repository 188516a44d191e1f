// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link RemoteEndpoint#setBatchingAllowed} and {@link RemoteEndpoint#flushBatch}, from both sides. */
class BatchingTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    @Test
    @Section("2.1.4")
    @DisplayName("what is held back arrives after flushBatch, everything and in its order")
    void flush() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                Recorder peer = end == pair.server() ? pair.client() : pair.server();
                RemoteEndpoint.Basic basic = end.session().getBasicRemote();
                RemoteEndpoint.Async async = end.session().getAsyncRemote();
                assertFalse(basic.getBatchingAllowed(), "batching is off at first");
                basic.setBatchingAllowed(true);
                assertTrue(async.getBatchingAllowed(), "batching is the session's, whatever remote allowed it");
                basic.sendText("1");
                Future<Void> second = async.sendText("2");
                basic.sendBinary(ByteBuffer.wrap(new byte[] {3}));
                basic.sendText("4", false);
                basic.sendText("!", true);
                try (Writer writer = basic.getSendWriter()) {
                    writer.write("5");
                }
                try (OutputStream stream = basic.getSendStream()) {
                    stream.write(6);
                }
                assertEquals(0, Await.untilStill("messages that are held back", peer::waiting));
                basic.flushBatch();
                assertEquals("1", peer.text());
                assertEquals("2", peer.text());
                assertEquals(3, peer.binary()[0]);
                assertEquals("4!", peer.text());
                assertEquals("5", peer.text());
                assertEquals(6, peer.binary()[0]);
                Await.result("the send in the batch", second);
                basic.sendText("again held");
                assertEquals(0, Await.untilStill("messages that are held back", peer::waiting));
                async.flushBatch();
                assertEquals("again held", peer.text());
            }
        }
    }

    @Test
    @Section("2.1.4")
    @DisplayName("when batching ends, what was held back goes out, and later messages at once")
    void off() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                Recorder peer = end == pair.server() ? pair.client() : pair.server();
                RemoteEndpoint.Basic basic = end.session().getBasicRemote();
                basic.setBatchingAllowed(true);
                basic.sendText("held");
                basic.setBatchingAllowed(false);
                assertEquals("held", peer.text());
                basic.sendText("at once");
                assertEquals("at once", peer.text());
                basic.flushBatch();
                assertEquals(0, peer.waiting());
            }
        }
    }

    @Test
    @Section("2.1.4")
    @DisplayName("batching set in a callback holds beyond it; a close sends what was held back first")
    void inCallback() throws Exception {
        Recorder server = new Recorder().alsoOnOpen((session, config) -> {
            session.getBasicRemote().setBatchingAllowed(true);
            session.getBasicRemote().sendText("from onOpen");
        });
        server.onText((session, text) -> {
            session.getBasicRemote().sendText("answer to " + text);
            server.add(text);
        });
        Recorder client = new Recorder();
        Pair pair = Pair.open(APPLICATION, server, client);
        Session session = client.session();
        session.getBasicRemote().sendText("one");
        session.getBasicRemote().sendText("two");
        assertEquals("one", server.text());
        assertEquals("two", server.text());
        assertEquals(0, Await.untilStill("messages that are held back", client::waiting));
        server.session().close();
        for (String expected : List.of("from onOpen", "answer to one", "answer to two")) {
            assertEquals(expected, client.text());
        }
        assertEquals(1000, client.closeCode());
        pair.close();
    }

    @Test
    @Section("2.1.4")
    @DisplayName("a Future of a batch may be waited for: waiting flushes")
    void future() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            RemoteEndpoint.Async async = pair.server().session().getAsyncRemote();
            async.setBatchingAllowed(true);
            Await.result("the only send", async.sendText("waited for"));
            assertEquals("waited for", pair.client().text());
        }
    }
}
