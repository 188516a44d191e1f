// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.nio.ByteBuffer;

/** Sends back what comes in; demands more when that is written. */
class EchoListener implements TransportListener {
    final Transport transport;
    private final ByteBuffer[] out = new ByteBuffer[1];

    EchoListener(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void onRead(ByteBuffer buffer) {
        echo(buffer);
    }

    final void echo(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        out[0] = ByteBuffer.wrap(bytes);
        if (transport.write(out, 1)) {
            transport.demand();
        }
    }

    @Override
    public void onEof() {
        transport.shutdownOutput();
    }

    @Override
    public void onWritten() {
        transport.demand();
    }

    @Override
    public void onFailure(Throwable cause) {}

    @Override
    public void onClosed() {}

    @Override
    public void onLeaseLost() {}
}
