// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.protocol.InboundProtocol;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Settings that any thread changes while the connection is open. The holder of the read token takes all of them together, between
 * messages: what a message is checked by is what it is delivered by.
 */
final class InboundSettings {
    private record Values(Delivery text, Delivery binary, long maxText, long maxBinary) {}

    private final AtomicReference<Values> latest;

    /** Owned by the holder of the read token. */
    private @Nullable Values applied;

    InboundSettings(ConnectionOptions options) {
        latest = new AtomicReference<>(new Values(
                options.deliveries().text(),
                options.deliveries().binary(),
                options.limits().maxTextMessage(),
                options.limits().maxBinaryMessage()));
    }

    /** How the current message is delivered. For the holder of the read token. */
    Delivery delivery(boolean text) {
        Values now = applied == null ? latest.get() : applied;
        return text ? now.text : now.binary;
    }

    void textDelivery(Delivery delivery) {
        latest.updateAndGet(v -> new Values(delivery, v.binary, v.maxText, v.maxBinary));
    }

    void binaryDelivery(Delivery delivery) {
        latest.updateAndGet(v -> new Values(v.text, delivery, v.maxText, v.maxBinary));
    }

    long maxTextMessage() {
        return latest.get().maxText;
    }

    void maxTextMessage(long bytes) {
        InboundLimits.require(bytes, "maxTextMessage");
        latest.updateAndGet(v -> new Values(v.text, v.binary, bytes, v.maxBinary));
    }

    long maxBinaryMessage() {
        return latest.get().maxBinary;
    }

    void maxBinaryMessage(long bytes) {
        InboundLimits.require(bytes, "maxBinaryMessage");
        latest.updateAndGet(v -> new Values(v.text, v.binary, v.maxText, bytes));
    }

    /** Applies what has changed. For the holder of the read token, between messages. */
    void apply(InboundProtocol protocol) {
        Values now = latest.get();
        if (now == applied) {
            return;
        }
        applied = now;
        boolean wholeText = now.text == Delivery.WHOLE;
        boolean wholeBinary = now.binary == Delivery.WHOLE;
        protocol.maxTextMessage(wholeText ? now.maxText : InboundLimits.UNLIMITED);
        protocol.maxBinaryMessage(wholeBinary ? now.maxBinary : InboundLimits.UNLIMITED);
        protocol.gathers(wholeText, wholeBinary);
    }
}
