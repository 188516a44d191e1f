// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.protocol.InboundProtocol;

/** Settings that any thread changes while the connection is open; the holder of the read token applies them between messages. */
final class InboundSettings {
    private volatile Delivery textDelivery;
    private volatile Delivery binaryDelivery;
    private volatile long maxTextMessage;
    private volatile long maxBinaryMessage;
    /** Cleared after each change. */
    private volatile boolean applied;

    InboundSettings(ConnectionOptions options) {
        textDelivery = options.deliveries().text();
        binaryDelivery = options.deliveries().binary();
        maxTextMessage = options.limits().maxTextMessage();
        maxBinaryMessage = options.limits().maxBinaryMessage();
    }

    Delivery delivery(boolean text) {
        return text ? textDelivery : binaryDelivery;
    }

    void textDelivery(Delivery delivery) {
        textDelivery = delivery;
        applied = false;
    }

    void binaryDelivery(Delivery delivery) {
        binaryDelivery = delivery;
        applied = false;
    }

    long maxTextMessage() {
        return maxTextMessage;
    }

    void maxTextMessage(long bytes) {
        maxTextMessage = InboundLimits.require(bytes, "maxTextMessage");
        applied = false;
    }

    long maxBinaryMessage() {
        return maxBinaryMessage;
    }

    void maxBinaryMessage(long bytes) {
        maxBinaryMessage = InboundLimits.require(bytes, "maxBinaryMessage");
        applied = false;
    }

    /** Applies what has changed. For the holder of the read token, between messages. */
    void apply(InboundProtocol protocol) {
        if (!applied) {
            applied = true;
            protocol.maxTextMessage(textDelivery == Delivery.WHOLE ? maxTextMessage : InboundLimits.UNLIMITED);
            protocol.maxBinaryMessage(binaryDelivery == Delivery.WHOLE ? maxBinaryMessage : InboundLimits.UNLIMITED);
        }
    }
}
