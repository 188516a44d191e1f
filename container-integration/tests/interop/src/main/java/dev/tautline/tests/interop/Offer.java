// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.List;
import java.util.Map;

/**
 * What a client asks for.
 *
 * @param maxMessage the largest whole message that the client takes, in bytes
 */
public record Offer(List<String> subprotocols, Map<String, String> headers, boolean compression, int maxMessage) {
    /** Where nothing else is said: more than any test sends. */
    public static final int LARGE = 2 << 20;

    /** A handshake without anything. */
    public static final Offer PLAIN = new Offer(List.of(), Map.of(), false, LARGE);

    /** The same with permessage-deflate. */
    public Offer compressed() {
        return new Offer(subprotocols, headers, true, maxMessage);
    }

    /** The same with another limit. */
    public Offer limited(int bytes) {
        return new Offer(subprotocols, headers, compression, bytes);
    }
}
