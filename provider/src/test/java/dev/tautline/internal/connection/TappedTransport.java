// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A transport whose writes a test watches, and may let fail. */
class TappedTransport implements Transport {
    /** What happens instead of, or before, a write. */
    @FunctionalInterface
    interface Tap {
        /**
         * @param number of the write, from 1
         * @return whether the write goes on
         */
        boolean onWrite(int number, ByteBuffer[] buffers, int count);
    }

    private final Transport inner;
    private final Tap tap;
    private int writes;

    TappedTransport(Transport inner, Tap tap) {
        this.inner = inner;
        this.tap = tap;
    }

    int writes() {
        return writes;
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        return tap.onWrite(++writes, buffers, count) && inner.write(buffers, count);
    }

    @Override
    public void start(TransportListener listener) {
        inner.start(listener);
    }

    @Override
    public void demand() {
        inner.demand();
    }

    @Override
    public void shutdownOutput() {
        inner.shutdownOutput();
    }

    @Override
    public void abort() {
        inner.abort();
    }

    @Override
    public boolean runsCallbacks() {
        return inner.runsCallbacks();
    }

    @Override
    public boolean isSecure() {
        return inner.isSecure();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return inner.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return inner.remoteAddress();
    }

    @Override
    public String name() {
        return inner.name();
    }
}
