// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Sends back every byte, reads on when it has been written, and reports what happens. Ends its side when the peer has. */
final class EchoListener implements TransportListener {
    /** A close frame with 1001, as a server sends it. */
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    private final Transport transport;
    private final Queue<String> events;
    private final boolean abortsOnRead;

    /** Guarded by this, as are the next two; what the transport calls at the same time waits a moment. */
    private boolean writing;

    private boolean goingAway;
    private boolean goodbyeSaid;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    EchoListener(Transport transport, Queue<String> events, boolean abortsOnRead) {
        this.transport = transport;
        this.events = events;
        this.abortsOnRead = abortsOnRead;
    }

    @Override
    public synchronized void onRead(ByteBuffer buffer) {
        if (abortsOnRead) {
            transport.abort();
            return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        // In two pieces, of which one is direct, as gathered writes are.
        ByteBuffer head = ByteBuffer.wrap(bytes, 0, bytes.length / 2);
        ByteBuffer tail = ByteBuffer.allocateDirect(bytes.length - bytes.length / 2);
        tail.put(bytes, bytes.length / 2, bytes.length - bytes.length / 2).flip();
        if (write(head, tail)) {
            transport.demand();
        }
    }

    private boolean write(ByteBuffer... buffers) {
        writing = true;
        boolean done = transport.write(buffers, buffers.length);
        if (done) {
            writing = false;
        }
        return done;
    }

    @Override
    public synchronized void onWritten() {
        writing = false;
        if (goingAway) {
            sayGoodbye();
        } else {
            transport.demand();
        }
    }

    @Override
    public void onEof() {
        events.add("eof");
        transport.shutdownOutput();
        transport.abort();
    }

    @Override
    public void onFailure(Throwable cause) {
        events.add("failure");
    }

    @Override
    public void onClosed() {
        events.add("closed");
        closed.complete(null);
    }

    @Override
    public void onLeaseLost() {}

    synchronized CompletableFuture<Void> goAway() {
        if (!goingAway) {
            goingAway = true;
            if (!writing) {
                sayGoodbye();
            }
        }
        return closed;
    }

    private void sayGoodbye() {
        if (!goodbyeSaid) {
            goodbyeSaid = true;
            write(ByteBuffer.wrap(GOING_AWAY));
            transport.shutdownOutput();
            transport.demand();
        }
    }
}
