// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.Opcode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What leaves with one write, beside its bytes. Owned by the flush owner, which has two and takes turns. */
final class OutboundBatch {
    private final ArrayList<SendCallback> callbacks = new ArrayList<>(0);
    private long bytes;
    private boolean active;
    private boolean closes;

    /** A frame, message or part has been encoded to its end. */
    void add(Outgoing encoded) {
        closes |= encoded.opcode == Opcode.CLOSE;
        active |= !encoded.automatic;
        bytes += encoded.amount();
        if (encoded.callback != null) {
            callbacks.add(encoded.callback);
        }
    }

    /** A slice of a message has been encoded, and more of it waits. */
    void addSlice(Outgoing begun) {
        active |= !begun.automatic;
    }

    /** A message that went past the queue has been encoded. */
    void add(int length, @Nullable SendCallback callback) {
        bytes += length;
        active = true;
        if (callback != null) {
            callbacks.add(callback);
        }
    }

    /** Whether nobody waits for its completion. */
    boolean isUnobserved() {
        return callbacks.isEmpty();
    }

    /** In the order of the sends. */
    List<SendCallback> callbacks() {
        return callbacks;
    }

    /** Bytes of payload of what ends in it. */
    long bytes() {
        return bytes;
    }

    /** Whether it holds anything but keepalive pings and automatic pongs. */
    boolean isActive() {
        return active;
    }

    /** Whether it ends with the close frame. */
    boolean closes() {
        return closes;
    }

    void clear() {
        callbacks.clear();
        bytes = 0;
        active = false;
        closes = false;
    }
}
