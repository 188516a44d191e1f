// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

/** The {@code Sec-WebSocket-Extensions} offer of the load client. */
public enum Compression {
    /** No offer. */
    NONE(""),
    /** What browsers offer. */
    OFFER("permessage-deflate; client_max_window_bits"),
    /** Both sides forget their window after each message (RFC 7692 §7.1.1). */
    NO_CONTEXT("permessage-deflate; server_no_context_takeover; client_no_context_takeover");

    private final String offer;

    Compression(String offer) {
        this.offer = offer;
    }

    /** The header value, empty when nothing is offered. */
    public String offer() {
        return offer;
    }
}
