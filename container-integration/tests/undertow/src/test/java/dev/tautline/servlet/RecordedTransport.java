// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.tests.contract.wire.Await;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The server's side of one connection: a transport, and what its listener has heard. */
class RecordedTransport implements TransportListener {
    private final CompletableFuture<Transport> transport = new CompletableFuture<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();

    /** Takes and starts a transport. */
    void take(Transport taken) {
        taken.start(this);
        transport.complete(taken);
    }

    Transport transport() {
        return Await.result("the transport", transport);
    }

    /** What the listener hears next, apart from bytes. */
    String event() throws InterruptedException {
        String event = events.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new AssertionError("Nothing is heard; bytes read: " + bytes);
        }
        return event;
    }

    boolean hasHeardAll() {
        return events.isEmpty();
    }

    /** Bytes read. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void onRead(ByteBuffer buffer) {
        bytes.addAndGet(buffer.remaining());
        afterRead();
    }

    /** Goes on reading. */
    void afterRead() {
        transport().demand();
    }

    @Override
    public void onEof() {
        events.add("eof");
    }

    @Override
    public void onWritten() {
        events.add("written");
    }

    @Override
    public void onFailure(Throwable cause) {
        events.add("failure");
    }

    @Override
    public void onClosed() {
        events.add("closed");
    }

    @Override
    public void onLeaseLost() {
        throw new AssertionError("There is no lease");
    }
}
