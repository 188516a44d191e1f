// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tautline.internal.transport.TransportListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what happens, demands nothing by itself. */
class RecordingListener implements TransportListener {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void onRead(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        events.add("read " + new String(bytes, StandardCharsets.US_ASCII));
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
        assertNotNull(cause);
        events.add("failure");
    }

    @Override
    public void onClosed() {
        events.add("closed");
    }

    @Override
    public void onLeaseLost() {
        events.add("lease lost");
    }

    /** The next events are these, in this order. */
    void expect(String... expected) {
        for (String event : expected) {
            try {
                assertEquals(event, events.poll(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                fail(e);
            }
        }
    }

    void expectNothing() {
        assertEquals(0, events.size(), events::toString);
    }
}
