// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

import java.util.List;

/**
 * Whose behaviour an endpoint has where RFC 6455 leaves a choice or the field differs: one engine reads these values. Here are
 * those of the opening handshake and of permessage-deflate.
 */
public enum Profile {
    /** {@code ws}; the default of the native API. */
    WS,
    /** {@code faye-websocket}. */
    FAYE,
    /** Jakarta WebSocket. */
    JAKARTA;

    private static final List<String> VERSION_13 = List.of("13");
    private static final List<String> VERSIONS_13_AND_8 = List.of("13", "8");

    /** The values of {@code Sec-WebSocket-Version} that a server accepts. */
    public List<String> versions() {
        return this == WS ? VERSIONS_13_AND_8 : VERSION_13;
    }

    /** The status of the answer to another version. */
    public int wrongVersionStatus() {
        return this == JAKARTA ? 426 : 400;
    }

    /** Whether the answer to another version lists the {@link #versions}. */
    public boolean listsVersions() {
        return this != FAYE;
    }

    /** Whether {@code Upgrade} may name other protocols beside {@code websocket}. */
    public boolean acceptsUpgradeList() {
        return this == JAKARTA;
    }

    /** Whether empty elements of {@code Sec-WebSocket-Protocol} are skipped; otherwise they are malformed. */
    public boolean skipsEmptyListElements() {
        return this != WS;
    }

    /** Whether a malformed {@code Sec-WebSocket-Extensions} refuses the handshake at a server without extensions too. */
    public boolean alwaysParsesExtensions() {
        return this != WS;
    }

    /** Whether a permessage-deflate offer that can't be used refuses the handshake; otherwise it is declined. */
    public boolean refusesUnusableOffer() {
        return this == WS;
    }

    /** Whether a server without a choice of its own takes the first subprotocol offered; otherwise it names none. */
    public boolean defaultsToFirstSubprotocol() {
        return this == WS;
    }

    /** Whether a client that offers subprotocols fails where the server names none. */
    public boolean requiresSubprotocolAnswer() {
        return this == WS;
    }

    /** What stands between the subprotocols that a client offers. */
    public String subprotocolSeparator() {
        return this == WS ? "," : ", ";
    }

    /** Whether an application's fields come before those of the handshake and only the first of a name is sent. */
    public boolean sendsCustomHeadersFirst() {
        return this == FAYE;
    }

    /** The {@code Content-Type} of a refusal's body. */
    public String refusalContentType() {
        return this == WS ? "text/html" : "text/plain";
    }

    /** Bytes below which a message is not compressed; 0 compresses every message. */
    public int compressionThreshold() {
        return switch (this) {
            case WS -> 1024;
            case FAYE -> 0;
            case JAKARTA -> 256;
        };
    }

    /** Whether the threshold counts only where the sender's no-context-takeover parameter was negotiated. */
    public boolean compressionThresholdNeedsNoContextTakeover() {
        return this == WS;
    }
}
