// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.PayloadEncoder;
import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The sending half of permessage-deflate (RFC 7692 §7.2.1). Owned by the flush owner of a connection. */
final class DeflatingEncoder implements PayloadEncoder {
    static final int RSV1 = 0b100;

    private final DeflatePools pools;
    private final DeflateSettings settings;
    /** Borrowed for the current message, or the connection's own where it keeps its context. */
    private @Nullable MessageDeflater deflater;

    private boolean closed;

    DeflatingEncoder(DeflatePools pools, DeflateSettings settings) {
        this.pools = pools;
        this.settings = settings;
    }

    @Override
    public int begin(Opcode opcode, long length, boolean whole, boolean compress) {
        if (!compress || length < settings.threshold() || closed) {
            return 0;
        }
        if (deflater != null && !settings.keepContext()) {
            // The message before was given up.
            deflater.reset();
        }
        if (deflater == null) {
            deflater = settings.keepContext()
                    ? new MessageDeflater(settings.level(), settings.strategy())
                    : pools.borrowDeflater(settings.level(), settings.strategy());
        }
        if (deflater == null) {
            return 0;
        }
        deflater.begin();
        return RSV1;
    }

    @Override
    public boolean encode(ByteBuffer in, boolean last, ByteBuffer out) {
        MessageDeflater current = deflater;
        if (current == null) {
            throw new IllegalStateException("No message has begun, or its begin answered 0");
        }
        boolean done = current.deflate(in, last, out, settings.windowBits());
        if (done && last && !settings.keepContext()) {
            deflater = null;
            pools.giveBack(current);
        }
        return done;
    }

    @Override
    public void close() {
        closed = true;
        MessageDeflater current = deflater;
        deflater = null;
        if (current == null) {
            return;
        }
        if (settings.keepContext()) {
            current.end();
        } else {
            pools.giveBack(current);
        }
    }
}
