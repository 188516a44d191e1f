// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.protocol.InboundProtocol;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Settings that any thread changes while the connection is open. The holder of the read token takes all of them together, between
 * messages: what a message is checked by is what it is delivered by.
 */
final class InboundSettings {
    private record Values(Delivery text, Delivery binary, long maxText, long maxBinary) {}

    private final ReentrantLock lock = new ReentrantLock();

    /** Written under the lock. */
    private volatile Values latest;

    /** Owned by the holder of the read token. */
    private @Nullable Values applied;

    InboundSettings(ConnectionOptions options) {
        latest = new Values(
                options.deliveries().text(),
                options.deliveries().binary(),
                options.limits().maxTextMessage(),
                options.limits().maxBinaryMessage());
    }

    /** How the current message is delivered. For the holder of the read token. */
    Delivery delivery(boolean text) {
        Values taken = applied;
        Values now = taken == null ? latest : taken;
        return text ? now.text : now.binary;
    }

    private void change(UnaryOperator<Values> change) {
        lock.lock();
        try {
            latest = change.apply(latest);
        } finally {
            lock.unlock();
        }
    }

    void textDelivery(Delivery delivery) {
        change(v -> new Values(delivery, v.binary, v.maxText, v.maxBinary));
    }

    void binaryDelivery(Delivery delivery) {
        change(v -> new Values(v.text, delivery, v.maxText, v.maxBinary));
    }

    long maxTextMessage() {
        return latest.maxText;
    }

    void maxTextMessage(long bytes) {
        InboundLimits.require(bytes, "maxTextMessage");
        change(v -> new Values(v.text, v.binary, bytes, v.maxBinary));
    }

    long maxBinaryMessage() {
        return latest.maxBinary;
    }

    void maxBinaryMessage(long bytes) {
        InboundLimits.require(bytes, "maxBinaryMessage");
        change(v -> new Values(v.text, v.binary, v.maxText, bytes));
    }

    private static boolean isLimited(Delivery delivery) {
        return delivery == Delivery.WHOLE || delivery == Delivery.LIMITED_PARTS;
    }

    /** Applies what has changed. For the holder of the read token, between messages. */
    @SuppressWarnings("ReferenceEquality") // asked for every message; each change makes another object
    void apply(InboundProtocol protocol) {
        Values now = latest;
        if (now == applied) {
            return;
        }
        applied = now;
        boolean limitsText = isLimited(now.text);
        boolean limitsBinary = isLimited(now.binary);
        protocol.maxTextMessage(limitsText ? now.maxText : InboundLimits.UNLIMITED);
        protocol.maxBinaryMessage(limitsBinary ? now.maxBinary : InboundLimits.UNLIMITED);
        protocol.gathers(limitsText, limitsBinary);
    }
}
