// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.transport.TransportListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loops under test and real TCP connections to them. */
final class Loopback implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PREFIX = "loop-under-test";
    /** A time that no test reaches. */
    static final Duration FOR_EVER = Duration.ofDays(1);

    final ChannelLoops loops;
    private final String prefix;
    private final ServerSocketChannel acceptor;
    private final List<Peer> peers = new ArrayList<>();

    /** Both ends of a connection; {@code socket} is the test's, blocking. */
    record Peer(SocketChannel socket, SocketChannel taken, ChannelTransport transport) {
        void send(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                socket.write(buffer);
            }
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.US_ASCII));
        }

        byte[] receive(int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                assertTrue(socket.read(buffer) >= 0, "the connection ended early");
            }
            return buffer.array();
        }

        String receiveText(int length) throws IOException {
            return new String(receive(length), StandardCharsets.US_ASCII);
        }

        void reset() throws IOException {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        }

        void roundTrips(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                send("ping");
                assertEquals("ping", receiveText(4));
            }
        }
    }

    Loopback(LoopOptions options) {
        prefix = PREFIX + "-" + System.nanoTime();
        loops = new ChannelLoops(options.withThreadNamePrefix(prefix));
        try {
            acceptor = ServerSocketChannel.open();
            acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One loop, watchdog as by default; a spare that misses its assignment has no second chance. */
    static Loopback oneLoop() {
        return new Loopback(LoopOptions.DEFAULTS.withLoops(1).withSpareIdle(FOR_EVER));
    }

    /** One loop that only {@code Blocking.begin()} can take away. */
    static Loopback unwatched() {
        return new Loopback(
                LoopOptions.DEFAULTS.withLoops(1).withLeaseTime(FOR_EVER).withSpareIdle(FOR_EVER));
    }

    Peer connect() throws IOException {
        return connect(null, () -> {});
    }

    Peer connect(@Nullable ByteBuffer early, Runnable hook) throws IOException {
        SocketChannel socket = SocketChannel.open(acceptor.getLocalAddress());
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SocketChannel taken = acceptor.accept();
        Peer peer = new Peer(socket, taken, loops.adopt(taken, early, hook, "channel"));
        peers.add(peer);
        return peer;
    }

    /** A started connection with the first demand made. */
    Peer connect(Function<ChannelTransport, TransportListener> listener) throws IOException {
        Peer peer = connect();
        peer.transport().start(listener.apply(peer.transport()));
        peer.transport().demand();
        return peer;
    }

    Peer connectEcho() throws IOException {
        return connect(EchoListener::new);
    }

    List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }

    /** Waits for a state that a metric shows and no callback tells of. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "waited in vain: " + what);
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() throws IOException {
        boolean gone = loops.close(PATIENCE);
        for (Peer peer : peers) {
            peer.socket().close();
        }
        acceptor.close();
        assertTrue(gone, "close left something behind");
        assertEquals(List.of(), threads());
        assertEquals(0, loops.metrics().connections());
    }
}
