// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A server's socket in memory. The test plays the client, and the workers unless they are threads. */
final class MemorySocket {
    final TestRuntime runtime;
    final MemoryTransport transport;
    final WebSocket socket;
    private final WebSocketServerOptions options;

    private MemorySocket(
            TestRuntime runtime, MemoryTransport transport, UnaryOperator<WebSocketServerOptions.Builder> configure) {
        this.runtime = runtime;
        this.transport = transport;
        this.options =
                configure.apply(WebSocketServerOptions.builder().noServer()).build();
        this.socket = new WebSocket(new WebSocket.Setup(new SocketState(options, URI.create("ws://localhost/"))));
    }

    /** A socket without a connection. */
    static MemorySocket connecting(
            TestRuntime runtime, MemoryTransport transport, UnaryOperator<WebSocketServerOptions.Builder> configure) {
        return new MemorySocket(runtime, transport, configure);
    }

    static MemorySocket connecting() {
        return connecting(new TestRuntime(), new MemoryTransport(), options -> options);
    }

    static MemorySocket open(UnaryOperator<WebSocketServerOptions.Builder> configure) {
        return connecting(new TestRuntime(), new MemoryTransport(), configure).start();
    }

    static MemorySocket open() {
        return connecting().start();
    }

    /** The handshake is over. */
    MemorySocket start() {
        return start(() -> {});
    }

    /**
     * The handshake is over.
     *
     * @param connected runs inside the {@code connection} event
     */
    MemorySocket start(Runnable connected) {
        Connection connection = new Connection(
                transport,
                EngineOptions.of(options, Role.SERVER),
                NegotiatedExtensions.NONE,
                runtime,
                new SocketEvents(socket, connected, () -> {}));
        socket.state().open(connection, new SocketFacts(URI.create("ws://localhost/"), "", "", "hybi-13"));
        connection.start();
        runtime.runAll();
        return this;
    }

    void receive(byte[] frames) {
        transport.receive(frames);
        runtime.runAll();
    }

    void receiveText(String text) {
        receive(Frames.text(text, true));
    }

    void receiveBinary(String content) {
        receive(Frames.binary(content.getBytes(StandardCharsets.UTF_8), true));
    }

    String sent() {
        runtime.runAll();
        return transport.takeFrames();
    }

    /** Nothing that is sent leaves until the transport's window opens. */
    MemorySocket blocked() {
        transport.window(0);
        return this;
    }
}
