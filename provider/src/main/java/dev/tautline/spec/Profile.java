// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

import java.util.List;

/**
 * Whose behaviour an endpoint has where RFC 6455 leaves a choice or the field differs: one engine reads these values. Here are
 * those of the opening handshake and of permessage-deflate.
 */
public enum Profile {
    /** {@code ws}; the default of the native API. */
    WS(List.of("13", "8"), 400, "13, 8", false, true, true, true, 1024, true, "text/html"),
    /** {@code faye-websocket}. */
    FAYE(List.of("13"), 400, "", false, false, false, false, 0, false, "text/plain"),
    /** Jakarta WebSocket. */
    JAKARTA(List.of("13"), 426, "13", true, false, false, false, 256, false, "text/plain");

    private final List<String> versions;
    private final int wrongVersionStatus;
    private final String versionAnswer;
    private final boolean acceptsUpgradeList;
    private final boolean refusesUnusableOffer;
    private final boolean defaultsToFirstSubprotocol;
    private final boolean requiresSubprotocolAnswer;
    private final int compressionThreshold;
    private final boolean compressionThresholdNeedsNoContextTakeover;
    private final String refusalContentType;

    Profile(
            List<String> versions,
            int wrongVersionStatus,
            String versionAnswer,
            boolean acceptsUpgradeList,
            boolean refusesUnusableOffer,
            boolean defaultsToFirstSubprotocol,
            boolean requiresSubprotocolAnswer,
            int compressionThreshold,
            boolean compressionThresholdNeedsNoContextTakeover,
            String refusalContentType) {
        this.versions = versions;
        this.wrongVersionStatus = wrongVersionStatus;
        this.versionAnswer = versionAnswer;
        this.acceptsUpgradeList = acceptsUpgradeList;
        this.refusesUnusableOffer = refusesUnusableOffer;
        this.defaultsToFirstSubprotocol = defaultsToFirstSubprotocol;
        this.requiresSubprotocolAnswer = requiresSubprotocolAnswer;
        this.compressionThreshold = compressionThreshold;
        this.compressionThresholdNeedsNoContextTakeover = compressionThresholdNeedsNoContextTakeover;
        this.refusalContentType = refusalContentType;
    }

    /** The values of {@code Sec-WebSocket-Version} that a server accepts. */
    public List<String> versions() {
        return versions;
    }

    /** The status of the answer to another version: 400 or 426. */
    public int wrongVersionStatus() {
        return wrongVersionStatus;
    }

    /** The {@code Sec-WebSocket-Version} that goes with {@link #wrongVersionStatus}; empty leaves it out. */
    public String versionAnswer() {
        return versionAnswer;
    }

    /** Whether {@code Upgrade} may name other protocols beside {@code websocket}. */
    public boolean acceptsUpgradeList() {
        return acceptsUpgradeList;
    }

    /** Whether a permessage-deflate offer that can't be used refuses the handshake; otherwise it is declined. */
    public boolean refusesUnusableOffer() {
        return refusesUnusableOffer;
    }

    /** Whether a server without a choice of its own takes the first subprotocol offered; otherwise it names none. */
    public boolean defaultsToFirstSubprotocol() {
        return defaultsToFirstSubprotocol;
    }

    /** Whether a client that offers subprotocols fails where the server names none. */
    public boolean requiresSubprotocolAnswer() {
        return requiresSubprotocolAnswer;
    }

    /** Bytes below which a message is not compressed; 0 compresses every message. */
    public int compressionThreshold() {
        return compressionThreshold;
    }

    /** Whether the threshold counts only where the sender's no-context-takeover parameter was negotiated. */
    public boolean compressionThresholdNeedsNoContextTakeover() {
        return compressionThresholdNeedsNoContextTakeover;
    }

    /** The {@code Content-Type} of a refusal's body. */
    public String refusalContentType() {
        return refusalContentType;
    }
}
