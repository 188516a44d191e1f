// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The payload of a close frame (RFC 6455 §5.5.1). */
final class CloseFrame {
    private CloseFrame() {}

    /** Gives {@code sink} the status, or the rule that the payload breaks; its length has been checked. */
    static void decode(ByteBuffer payload, InboundRules rules, InboundSink sink) {
        if (!payload.hasRemaining()) {
            sink.onClose(CloseStatus.NONE);
            return;
        }
        int code = payload.getShort() & 0xFFFF;
        // RFC 6455 §7.4.1: 1005, 1006 and 1015 "MUST NOT be set as a status code in a Close control frame by an
        // endpoint"
        if (!rules.profile().acceptsCloseCode(code)) {
            refuse(payload, rules, sink);
            return;
        }
        // RFC 6455 §5.5.1: "Following the 2-byte integer, the body MAY contain UTF-8-encoded data"
        String reason = rules.validatesUtf8() ? Utf8.decode(payload) : decodeLeniently(payload);
        if (reason == null) {
            sink.onViolation(Violation.INVALID_CLOSE_REASON);
        } else {
            sink.onClose(new CloseStatus(code, reason));
        }
    }

    /** Where a bad code is taken as a close all the same, the peer's reason stays with the code that replaces it. */
    private static void refuse(ByteBuffer reasonBytes, InboundRules rules, InboundSink sink) {
        boolean keepsReason = rules.profile().takesAsClose(Violation.INVALID_CLOSE_CODE) && reasonBytes.hasRemaining();
        String reason = keepsReason ? Utf8.decode(reasonBytes) : null;
        if (reason == null) {
            sink.onViolation(Violation.INVALID_CLOSE_CODE);
        } else {
            sink.onClose(new CloseStatus(CloseCode.PROTOCOL_ERROR, reason));
        }
    }

    /** What is bad becomes U+FFFD; what has no room as a reason any more then is cut off. */
    private static String decodeLeniently(ByteBuffer payload) {
        String reason = StandardCharsets.UTF_8.decode(payload).toString();
        while (Utf8.length(reason) > CloseStatus.MAX_REASON_BYTES) {
            reason = reason.substring(0, reason.offsetByCodePoints(reason.length(), -1));
        }
        return reason;
    }

    /**
     * The payload that carries {@code status}.
     *
     * @throws IllegalArgumentException if the code may not be on the wire
     */
    static ByteBuffer encode(CloseStatus status) {
        if (status.code() == CloseCode.NO_STATUS_RECEIVED && status.reason().isEmpty()) {
            return ByteBuffer.allocate(0);
        }
        if (!CloseCode.isValidOnWire(status.code())) {
            throw new IllegalArgumentException(
                    "Close code " + status.code() + " may not be sent; use 1000 to 1003, 1007 to 1014 or 3000 to 4999");
        }
        ByteBuffer reason = Utf8.encode(status.reason());
        return ByteBuffer.allocate(Short.BYTES + reason.remaining())
                .putShort((short) status.code())
                .put(reason)
                .flip();
    }
}
