// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

/**
 * What a peer may send.
 *
 * @param maxFramePayload bytes of one data frame as declared in its header, or {@link #UNLIMITED}
 * @param maxTextMessage bytes of one text message, wire and inflated, or {@link #UNLIMITED}
 * @param maxBinaryMessage bytes of one binary message, wire and inflated, or {@link #UNLIMITED}
 * @param maxFragments data frames of one message, empty ones included, or {@link #UNLIMITED}; of a message that is not assembled
 *     ({@link InboundProtocol#gathers}) empty ones in a row
 */
public record InboundLimits(long maxFramePayload, long maxTextMessage, long maxBinaryMessage, long maxFragments) {
    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    public InboundLimits {
        require(maxFramePayload, "maxFramePayload");
        require(maxTextMessage, "maxTextMessage");
        require(maxBinaryMessage, "maxBinaryMessage");
        require(maxFragments, "maxFragments");
    }

    /** The value, if it is in range. */
    public static long require(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is 0 or more, or UNLIMITED; not " + value);
        }
        return value;
    }
}
