// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes to a transport and collects what comes back. */
final class EchoProbe implements TransportListener {
    private static final long PATIENCE_SECONDS = 60;

    private final Transport transport;
    private final LinkedBlockingQueue<String> read = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    EchoProbe(Transport transport) {
        this.transport = transport;
        transport.start(this);
        transport.demand();
    }

    void write(String text) {
        transport.write(new ByteBuffer[] {ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))}, 1);
    }

    /** Waits for text in as many pieces as it comes. */
    String read(int length) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            String piece = read.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (piece == null) {
                throw new AssertionError("Nothing comes after: " + text);
            }
            text.append(piece);
        }
        return text.toString();
    }

    void awaitEof() throws InterruptedException {
        assertTrue(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    void awaitClosed() throws InterruptedException {
        assertTrue(closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void onRead(ByteBuffer buffer) {
        read.add(StandardCharsets.US_ASCII.decode(buffer).toString());
        transport.demand();
    }

    @Override
    public void onEof() {
        ended.countDown();
    }

    @Override
    public void onWritten() {}

    @Override
    public void onFailure(Throwable cause) {}

    @Override
    public void onClosed() {
        closed.countDown();
    }

    @Override
    public void onLeaseLost() {}
}
