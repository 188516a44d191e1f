// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.tests.contract.wire.Await;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The portable transport by itself, in a real Undertow: what the contract can't bring about at will. */
class ServletTransportTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndBeforeTheListenerIsToldToIt(boolean tls) throws Exception {
        RecordedTransport server = new RecordedTransport();
        try (EmbeddedUndertow undertow = new EmbeddedUndertow(tls);
                Socket client = undertow.connect("/ended", transport -> {
                    ((ServletTransport) transport).closedByContainer();
                    server.take(transport);
                })) {
            assertEquals("closed", server.event());
            expectGone(client);
            Await.until("no connection is left", () -> undertow.connections() == 0);
        }
        assertTrue(server.hasHeardAll());
    }

    /** Undertow meets the FIN in a read of ours, outside of its own callback, and tells nobody. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndBehindUnreadBytesIsSeen(boolean tls) throws Exception {
        AtomicBoolean pauses = new AtomicBoolean(true);
        RecordedTransport server = new RecordedTransport() {
            @Override
            void afterRead() {
                if (!pauses.get()) {
                    super.afterRead();
                }
            }
        };
        try (EmbeddedUndertow undertow = new EmbeddedUndertow(tls);
                Socket client = undertow.connect("/eof", server::take)) {
            client.getOutputStream().write(new byte[40_000]);
            client.shutdownOutput();
            server.transport().demand();
            Await.until("a part is read", () -> server.bytes() > 0);
            pauses.set(false);
            server.transport().demand();
            assertEquals("eof", server.event());
            assertEquals(40_000, server.bytes());
            server.transport().abort();
            assertEquals("closed", server.event());
        }
        assertTrue(server.hasHeardAll());
    }

    /** XNIO's TLS takes a record that the socket doesn't take, and sends the rest of it with the next one only. */
    @Test
    void allOfAWriteLeaves() throws Exception {
        RecordedTransport server = new RecordedTransport();
        try (EmbeddedUndertow undertow = new EmbeddedUndertow(true);
                Socket client = undertow.connect("/writes", server::take)) {
            for (int round = 0; round < 30; round++) {
                int size = 2_900_000 + 1_111 * round;
                server.transport().write(new ByteBuffer[] {ByteBuffer.allocate(size)}, 1);
                assertEquals(size, client.getInputStream().readNBytes(size).length);
                assertEquals("written", server.event());
            }
            server.transport().shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
            client.shutdownOutput();
            assertEquals("closed", server.event());
        }
        assertTrue(server.hasHeardAll());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAbortEndsTcpThoughThePeerReadsNothing(boolean tls) throws Exception {
        RecordedTransport server = new RecordedTransport();
        try (EmbeddedUndertow undertow = new EmbeddedUndertow(tls);
                Socket client = undertow.connect("/abort", server::take)) {
            server.transport().write(new ByteBuffer[] {ByteBuffer.allocate(32 * 1024 * 1024)}, 1);
            server.transport().abort();
            assertEquals("closed", server.event());
            Await.until("no connection is left", () -> undertow.connections() == 0);
            expectGone(client);
        }
        assertTrue(server.hasHeardAll());
    }

    /** The peer always has sent more than is read; with one I/O thread nobody else would be served. */
    @Test
    void aPeerThatNeverPausesDelaysNobody() throws Exception {
        int piece = 16 * 1024;
        int limit = 4000; // counted from the other connection's byte on
        AtomicLong written = new AtomicLong();
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        RecordedTransport flooded = new RecordedTransport() {
            @Override
            public void onRead(ByteBuffer buffer) {
                long ahead = bytes() + buffer.remaining() + 2L * piece;
                Await.until("more has been sent than is read", () -> over.get() || written.get() >= ahead);
                super.onRead(buffer);
            }
        };
        RecordedTransport other = new RecordedTransport();
        try (EmbeddedUndertow undertow = new EmbeddedUndertow(false);
                Socket otherClient = undertow.connect("/other", other::take);
                Socket client = undertow.connect("/flood", flooded::take)) {
            other.transport().demand();
            flooded.transport().demand();
            CompletableFuture<Integer> pieces = CompletableFuture.supplyAsync(() -> {
                int count = 0;
                try {
                    while (count < limit && other.bytes() == 0) {
                        client.getOutputStream().write(new byte[piece]);
                        written.addAndGet(piece);
                        count += asked.get() ? 1 : 0;
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    over.set(true);
                }
                return count;
            });
            Await.until("the flood is read", () -> flooded.bytes() > 0);
            otherClient.getOutputStream().write(1);
            asked.set(true);
            assertTrue(Await.result("the flood", pieces) < limit, "the other connection is read only after the flood");
            flooded.transport().abort();
            assertEquals("closed", flooded.event());
        }
    }

    /** Undertow destroys a handler whose peer has gone before it initialises it. */
    @Test
    void aHandlerThatWasDestroyedTakesNothing() throws Exception {
        EngineRuntime runtime = EngineRuntime.acquire(this);
        try {
            List<String> events = new ArrayList<>();
            ServletUpgradeHandler handler = new ServletUpgradeHandler();
            UpgradeAnswer answer = new UpgradeAnswer(
                    101, List.of(), "", transport -> events.add("accepted"), () -> events.add("abandoned"));
            handler.prepare(new ConnectionFacts(false, null, null), answer, runtime, null);
            handler.destroy();
            handler.init(new NoConnection());
            handler.destroy();
            assertEquals(List.of("abandoned"), events);
        } finally {
            EngineRuntime.release(this);
        }
    }

    private static void expectGone(Socket client) {
        try {
            while (client.getInputStream().read(new byte[64 * 1024]) >= 0) {
                // What was under way does not matter.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server does not end TCP", e);
        } catch (IOException e) {
            // A reset is an end.
        }
    }

    /** May not be touched. */
    private static final class NoConnection implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            throw new AssertionError("A destroyed handler reads");
        }

        @Override
        public ServletOutputStream getOutputStream() {
            throw new AssertionError("A destroyed handler writes");
        }

        @Override
        public void close() {
            throw new AssertionError("A destroyed handler closes");
        }
    }
}
