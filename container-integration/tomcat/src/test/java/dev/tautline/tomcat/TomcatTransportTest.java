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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport whose Tomcat does what the test says. */
@Timeout(120)
class TomcatTransportTest {
    private static final int ROUNDS = 20_000;
    private static final int SPINS = 1_000;
    private static final ConnectionFacts FACTS = new ConnectionFacts(false, null, null);
    private static final Executor THREADS = task -> new Thread(task, "writer").start();

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final HeldSocket socket = new HeldSocket();
    private final EngineRuntime runtime = EngineRuntime.acquire(this);
    private final TomcatTransport transport = new TomcatTransport(socket, FACTS, runtime);

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

    /** Whoever comes last sees to it that what the peer still sends is thrown away. */
    @Test
    void ourEndThatMeetsTheReaderOnItsWayOut() throws Exception {
        AtomicInteger ready = new AtomicInteger();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                TomcatTransport ending = new TomcatTransport(socket, FACTS, runtime);
                ending.start(new Telling());
                socket.events.clear();
                ready.set(0);
                Future<?> end = other.submit(() -> {
                    meet(ready);
                    ending.shutdownOutput();
                });
                meet(ready);
                for (int wait = round & 63; wait > 0; wait--) {
                    Thread.onSpinWait();
                }
                SocketState state = ending.dispatch(SocketEvent.OPEN_READ);
                end.get(30, TimeUnit.SECONDS);
                // Tomcat goes on to poll the socket, or has been asked to read.
                if (state == SocketState.SUSPENDED) {
                    assertEquals(SocketEvent.OPEN_READ, socket.events.poll(30, TimeUnit.SECONDS), "round " + round);
                }
            }
        } finally {
            other.shutdownNow();
        }
    }

    /** Without the time that it takes to wake a thread, which would keep the two apart. */
    private static void meet(AtomicInteger ready) {
        ready.incrementAndGet();
        for (int spins = 0; ready.get() < 2; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1);
            }
        }
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
