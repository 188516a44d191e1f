// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The selector and its connections. Owned by the load thread; nothing here is shared. */
final class LoadLoop implements AutoCloseable {

    private static final int READ_BUFFER = 256 << 10;
    private static final long SELECT_MILLIS = 20;
    private static final long STALL_NANOS = 20_000_000_000L;
    private static final long CLOSE_NANOS = 3_000_000_000L;

    private final Selector selector = Selector.open();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final List<ClientConnection> connections = new ArrayList<>();
    private final InflatingComparison.Memory inflated = new InflatingComparison.Memory();
    private final Scenario scenario;
    private final int port;
    private long lastReadyNanos;

    LoadLoop(Scenario scenario, int port) throws IOException {
        this.scenario = scenario;
        this.port = port;
    }

    /** All connections ever begun and not {@linkplain #forget forgotten}, in order. */
    List<ClientConnection> connections() {
        return connections;
    }

    ClientConnection connect(int number, ClientConnection.Listener listener, ClientConnection.CycleSource cycles)
            throws IOException {
        ClientConnection connection =
                new ClientConnection(number, scenario, port, selector, listener, cycles, inflated);
        connections.add(connection);
        return connection;
    }

    /** Lets go of a connection that is closed. */
    void forget(ClientConnection connection) {
        connections.remove(connection);
    }

    /**
     * Serves the sockets until the condition holds; it is asked once per selection.
     *
     * @throws LoadException when no socket becomes ready for 20 s
     */
    void runUntil(BooleanSupplier condition) throws IOException {
        lastReadyNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (select() > 0) {
                lastReadyNanos = System.nanoTime();
            } else if (System.nanoTime() - lastReadyNanos > STALL_NANOS) {
                throw new LoadException("Nothing came from the server for 20 s: a message is lost");
            }
        }
    }

    /** Closes every connection with a closing handshake; after 3 s those that are left are closed at once. */
    void closeAll() throws IOException {
        for (ClientConnection connection : connections) {
            if (connection.isOpen()) {
                connection.close();
            }
        }
        long deadline = System.nanoTime() + CLOSE_NANOS;
        runUntil(() -> System.nanoTime() > deadline || connections.stream().noneMatch(ClientConnection::isOpen));
    }

    @Override
    public void close() throws IOException {
        for (ClientConnection connection : connections) {
            connection.abort();
        }
        selector.close();
    }

    private int select() throws IOException {
        return selector.select(this::onReady, SELECT_MILLIS);
    }

    private void onReady(SelectionKey key) {
        ClientConnection connection = (ClientConnection) key.attachment();
        try {
            connection.onReady(readBuffer);
        } catch (IOException e) {
            throw new LoadException("Connection " + connection.number() + ": " + e);
        }
    }
}
