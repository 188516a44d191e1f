// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

import java.util.List;

/**
 * Whose behaviour an endpoint has where RFC 6455 leaves a choice or the field differs: one engine reads these values.
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

    /** Whether a client takes {@code Connection} for good only if it names the upgrade alone; otherwise it may list other options. */
    public boolean requiresExactConnection() {
        return this == FAYE;
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

    /** The code of the close frame that answers a violation. */
    public int closeCode(Violation violation) {
        if (this == FAYE && violation == Violation.EXPECTED_MASK) {
            return CloseCode.UNSUPPORTED_DATA;
        }
        if (this == FAYE && violation == Violation.INVALID_COMPRESSED_DATA) {
            return CloseCode.MANDATORY_EXTENSION;
        }
        return takesAsClose(violation) ? CloseCode.PROTOCOL_ERROR : violation.closeCode();
    }

    /** Whether a close frame that breaks this rule begins the closing handshake all the same, and no error is reported. */
    public boolean takesAsClose(Violation violation) {
        return this == FAYE
                && (violation == Violation.INVALID_CLOSE_CODE
                        || violation == Violation.INVALID_CLOSE_PAYLOAD_LENGTH
                        || violation == Violation.INVALID_CLOSE_REASON);
    }

    /** Whether the close frame that answers a violation says in its reason what was wrong. */
    public boolean sendsReason(Violation violation) {
        return this == FAYE && !takesAsClose(violation);
    }

    /** The status of the refusal of a request that does not ask for a WebSocket connection in the right way. */
    public int wrongMethodStatus() {
        return this == FAYE ? 400 : 405;
    }

    /** Whether a listener is told 1006 after a violation of the peer; otherwise the code that was sent. */
    public boolean violationIsAbnormal() {
        return this == WS;
    }

    /** Whether the loss of an open connection is reported as an error before the close with 1006. */
    public boolean reportsNetworkErrors() {
        return this != WS;
    }

    /** Whether a violation is reported as an error while the closing handshake goes on already. */
    public boolean reportsErrorsWhileClosing() {
        return this != FAYE;
    }

    /** Whether messages that come between this end's close frame and the peer's are delivered; otherwise they are thrown away. */
    public boolean deliversWhileClosing() {
        return this == WS;
    }

    /** What answers a close frame without a code, and what is reported for it. */
    public CloseStatus emptyClose() {
        return this == FAYE ? CloseStatus.of(CloseCode.NORMAL_CLOSURE) : CloseStatus.NONE;
    }

    /** Whether a peer's close frame may carry the code. */
    public boolean acceptsCloseCode(int code) {
        return CloseCode.isValidOnWire(code)
                && !(this == FAYE && code >= CloseCode.SERVICE_RESTART && code <= CloseCode.BAD_GATEWAY);
    }

    /** Whether an application may close with the code. */
    public boolean sendsCloseCode(int code) {
        return this == FAYE
                ? code == CloseCode.NORMAL_CLOSURE || (code >= 3000 && code <= 4999)
                : CloseCode.isValidOnWire(code);
    }

    /** The codes of {@link #sendsCloseCode} in words. */
    public String sendableCloseCodes() {
        return this == FAYE ? "1000 or 3000 to 4999" : "1000 to 1003, 1007 to 1014 or 3000 to 4999";
    }

    /** Whether {@code readyState} becomes CLOSED after {@code onClose} has returned; otherwise before it is called. */
    public boolean isClosedAfterOnClose() {
        return this == JAKARTA;
    }

    /** Whether one automatic pong answers several pings where too many wait (RFC 6455 §5.5.3); otherwise the connection ends. */
    public boolean coalescesPongs() {
        return this != WS;
    }

    /** Whether {@code bufferedAmount} grows by what is sent after the connection has begun to close. */
    public boolean countsSendsAfterClose() {
        return this == WS;
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
