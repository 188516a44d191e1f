// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Role;
import dev.tautline.testkit.RecordingListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A client and a server of ours on the two ends of a TCP connection, both on the runtime's loops. */
final class Talk {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SOCKET_BUFFER = 16 * 1024;

    /** One end, and what it has heard. */
    static final class End {
        final Connection connection;
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private volatile Consumer<String> action = event -> {};

        End(EngineRuntime runtime, SocketChannel channel, ConnectionOptions options) throws IOException {
            RecordingListener listener = new RecordingListener().onEach(event -> {
                events.add(event);
                action.accept(event);
            });
            connection = new Connection(
                    runtime.loops().adopt(channel, null, () -> {}, "channel"),
                    options,
                    NegotiatedExtensions.NONE,
                    runtime,
                    listener);
        }

        /** Runs inside each callback. */
        void onEach(Consumer<String> newAction) {
            action = newAction;
        }

        /** Waits for the next callbacks. */
        void hears(String... expected) throws InterruptedException {
            for (String event : expected) {
                String heard = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertNotNull(heard, () -> "waited in vain for: " + event);
                assertEquals(event, heard);
            }
        }

        List<String> heardSoFar() {
            return List.copyOf(events);
        }
    }

    final End client;
    final End server;

    Talk(EngineRuntime runtime, UnaryOperator<ConnectionOptions.Builder> options) throws Exception {
        try (ServerSocketChannel acceptor = ServerSocketChannel.open()) {
            acceptor.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel socket = SocketChannel.open();
            socket.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            socket.connect(acceptor.getLocalAddress());
            SocketChannel accepted = acceptor.accept();
            accepted.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            client = new End(runtime, socket, build(options, Role.CLIENT));
            server = new End(runtime, accepted, build(options, Role.SERVER));
        }
        client.connection.start();
        server.connection.start();
        client.hears("open");
        server.hears("open");
    }

    Talk(EngineRuntime runtime) throws Exception {
        this(runtime, options -> options);
    }

    private static ConnectionOptions build(UnaryOperator<ConnectionOptions.Builder> options, Role role) {
        return options.apply(ConnectionOptions.builder(role)).build();
    }

    /** Waits for a state that no callback tells of. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
