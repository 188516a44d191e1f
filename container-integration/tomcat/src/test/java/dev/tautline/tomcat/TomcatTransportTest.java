// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.servlet.ConnectionFacts;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport whose Tomcat does what the test says. */
@Timeout(60)
class TomcatTransportTest {
    private static final Executor THREADS = task -> new Thread(task, "writer").start();

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final HeldSocket socket = new HeldSocket();
    private final TomcatTransport transport =
            new TomcatTransport(socket, new ConnectionFacts(false, null, null), EngineRuntime.acquire(this));

    @AfterEach
    void end() {
        EngineRuntime.release(this);
    }

    /** Tomcat gives the channel of a socket that it closes to a stranger: not before the writer has left it. */
    @Test
    void theSocketIsNotGivenBackWhileAWriterIsInIt() throws Exception {
        transport.start(new Telling());
        CompletableFuture<Boolean> written = CompletableFuture.supplyAsync(this::write, THREADS);
        socket.awaitWriter();
        transport.abort();
        assertEquals("closed", told.poll(30, TimeUnit.SECONDS));
        assertEquals(SocketState.SUSPENDED, transport.dispatch(SocketEvent.OPEN_READ));
        assertEquals(SocketState.SUSPENDED, transport.dispatch(SocketEvent.DISCONNECT));
        assertEquals(0, socket.events.size());
        socket.letGo();
        written.get(30, TimeUnit.SECONDS);
        assertEquals(SocketEvent.DISCONNECT, socket.events.poll(30, TimeUnit.SECONDS));
        assertEquals(SocketState.CLOSED, transport.dispatch(SocketEvent.DISCONNECT));
        assertFalse(write());
        assertEquals(1, socket.writes());
    }

    @Test
    void withoutAWriterTheSocketIsGivenBackAtOnce() throws Exception {
        transport.start(new Telling());
        socket.letGo();
        assertTrue(write());
        transport.abort();
        assertEquals(SocketEvent.DISCONNECT, socket.events.poll(30, TimeUnit.SECONDS));
        assertEquals(SocketState.CLOSED, transport.dispatch(SocketEvent.DISCONNECT));
        assertFalse(write());
        assertEquals(1, socket.writes());
    }

    /** The call that ends a write may come before the writer has left it, and with it the next write. */
    @Test
    void theNextWriteMayComeBeforeTheWriterHasLeft() throws Exception {
        transport.start(new Telling());
        socket.fill();
        CompletableFuture<Boolean> written = CompletableFuture.supplyAsync(this::write, THREADS);
        socket.awaitRegistered();
        assertEquals(SocketState.UPGRADED, transport.dispatch(SocketEvent.OPEN_WRITE));
        assertEquals("written", told.poll(30, TimeUnit.SECONDS));
        CompletableFuture<Boolean> next = CompletableFuture.supplyAsync(this::write, THREADS);
        socket.awaitWriter();
        socket.letGo();
        assertFalse(written.get(30, TimeUnit.SECONDS));
        assertTrue(next.get(30, TimeUnit.SECONDS));
        assertEquals(2, socket.writes());
    }

    private boolean write() {
        return transport.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1})}, 1);
    }

    private final class Telling implements TransportListener {
        @Override
        public void onRead(ByteBuffer buffer) {}

        @Override
        public void onEof() {}

        @Override
        public void onWritten() {
            told.add("written");
        }

        @Override
        public void onFailure(Throwable cause) {
            told.add("failure " + cause);
        }

        @Override
        public void onClosed() {
            told.add("closed");
        }

        @Override
        public void onLeaseLost() {}
    }
}
