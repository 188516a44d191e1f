// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection to a server on 127.0.0.1. Owned by the load thread. */
final class ClientConnection {

    /** What a connection tells the scenario that drives it. */
    interface Listener {
        /** The opening handshake has succeeded. */
        void onOpen(ClientConnection connection) throws IOException;

        /** The pong to a {@link #ping()} has come. */
        void onPong(ClientConnection connection) throws IOException;

        /** So many further messages came back as they must. */
        void onMessages(ClientConnection connection, int count) throws IOException;

        /** The socket is closed, after a closing handshake that this side began. */
        void onClosed(ClientConnection connection) throws IOException;
    }

    /** Gives the messages of a connection, once the handshake has settled whether they are compressed. */
    interface CycleSource {
        MessageCycle cycle(int connection, boolean deflate);
    }

    private final int number;
    private final Scenario scenario;
    private final Listener listener;
    private final CycleSource cycles;
    private final InflatingComparison.Memory inflated;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ClientHandshake handshake;
    private final long beganNanos = System.nanoTime();
    private final ByteBuffer request;
    private InflatingComparison inflating = InflatingComparison.NONE;
    private boolean closing;

    // Set when the opening handshake has succeeded.
    private @Nullable EchoReader reader;
    private @Nullable MessageCycle cycle;

    // What is being sent: the rest of `frames`, then `queued` messages of the cycle, the first of which is `next`.
    private ByteBuffer frames = ByteBuffer.allocate(0);
    private int next;
    private int queued;

    /** Free for the scenario: when the message in flight was sent. */
    long sentNanos;

    /** Free for the scenario: messages that came back. */
    long received;

    ClientConnection(
            int number,
            Scenario scenario,
            int port,
            Selector selector,
            Listener listener,
            CycleSource cycles,
            InflatingComparison.Memory inflated)
            throws IOException {
        this.number = number;
        this.scenario = scenario;
        this.listener = listener;
        this.cycles = cycles;
        this.inflated = inflated;
        handshake = new ClientHandshake(number);
        request = handshake.request(scenario, port);
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port))) {
            onConnectable();
        }
    }

    int number() {
        return number;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean deflate() {
        return inflating.negotiated();
    }

    /** When the connection was begun, on the clock of {@link System#nanoTime()}. */
    long beganNanos() {
        return beganNanos;
    }

    void onReady(ByteBuffer shared) throws IOException {
        if (key.isConnectable()) {
            onConnectable();
            return;
        }
        if (key.isWritable()) {
            write();
        }
        if (key.isReadable()) {
            onReadable(shared);
        }
    }

    /** Sends the next messages of the cycle; no more than the scenario's window may be in flight. */
    void send(int count) throws IOException {
        queued += count;
        write();
    }

    /** Sends a ping; nothing else may be in flight. */
    void ping() throws IOException {
        ByteBuffer ping = Frames.pingFrame(number);
        channel.write(ping);
        if (ping.hasRemaining()) {
            throw new LoadException("A ping did not fit into the socket's send buffer");
        }
    }

    /** Begins the closing handshake; the server closes the socket. */
    void close() throws IOException {
        closing = true;
        ByteBuffer close = Frames.closeFrame(number);
        channel.write(close);
        if (close.hasRemaining()) {
            abort();
        }
    }

    /** Closes the socket at once. */
    void abort() throws IOException {
        channel.close();
        if (inflating.negotiated()) {
            inflating.close();
            inflating = InflatingComparison.NONE;
        }
    }

    private void onConnectable() throws IOException {
        if (channel.finishConnect()) {
            channel.write(request);
            if (request.hasRemaining()) {
                throw new LoadException("The request did not fit into the socket's send buffer");
            }
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void write() throws IOException {
        do {
            if (!frames.hasRemaining()) {
                takeQueued();
            }
            channel.write(frames);
        } while (!frames.hasRemaining() && queued > 0);
        int interest = frames.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private void takeQueued() {
        MessageCycle messages = cycle;
        if (messages == null) {
            throw new IllegalStateException("The connection is not open");
        }
        frames.limit(messages.clientOffset(next + queued)).position(messages.clientOffset(next));
        next = (next + queued) % messages.length();
        queued = 0;
    }

    private void onReadable(ByteBuffer shared) throws IOException {
        int count = channel.read(shared.clear());
        if (count < 0) {
            onEnd();
            return;
        }
        shared.flip();
        if (reader == null) {
            if (!handshake.read(shared)) {
                return;
            }
            reader = onHandshake();
            listener.onOpen(this);
        }
        int pongs = reader.pongs();
        int messages = reader.read(shared);
        if (reader.pongs() > pongs) {
            listener.onPong(this);
        }
        if (messages > 0) {
            received += messages;
            listener.onMessages(this, messages);
        }
        if (reader.closed() && !closing) {
            throw new LoadException("The server closed a connection");
        }
    }

    private EchoReader onHandshake() {
        if (handshake.deflate() != (scenario.compression() != Compression.NONE)) {
            throw new LoadException(
                    handshake.deflate() ? "Deflate was not offered" : "The server declined permessage-deflate");
        }
        if (handshake.deflate()) {
            inflating = new InflatingComparison(true, handshake.serverNoContextTakeover(), inflated);
        }
        MessageCycle messages = cycles.cycle(number, handshake.deflate());
        cycle = messages;
        frames = messages.clientFrames();
        frames.limit(0);
        return new EchoReader(messages, inflating);
    }

    private void onEnd() throws IOException {
        abort();
        if (!closing) {
            throw new LoadException("The server closed a socket");
        }
        listener.onClosed(this);
    }
}
