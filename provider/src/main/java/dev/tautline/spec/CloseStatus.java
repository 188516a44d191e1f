// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A close code with its reason (RFC 6455 §7.1.5, §7.1.6).
 *
 * @param code 1000 to 4999; {@link CloseCode#NO_STATUS_RECEIVED} stands for a close frame without a code
 * @param reason at most {@value #MAX_REASON_BYTES} bytes of UTF-8; empty where there is none
 */
public record CloseStatus(int code, String reason) {
    /** RFC 6455 §5.5: 125 bytes of control payload less two of code. */
    public static final int MAX_REASON_BYTES = 123;

    /** A close frame without a code. */
    public static final CloseStatus NONE = new CloseStatus(CloseCode.NO_STATUS_RECEIVED, "");
    /** The connection ended without a close frame. */
    public static final CloseStatus ABNORMAL = new CloseStatus(CloseCode.ABNORMAL_CLOSURE, "");

    public CloseStatus {
        Objects.requireNonNull(reason, "reason");
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("A close code is 1000 to 4999, not " + code);
        }
        int length = reason.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "A close reason has at most " + MAX_REASON_BYTES + " bytes of UTF-8, not " + length);
        }
    }

    /** The code without a reason. */
    public static CloseStatus of(int code) {
        return new CloseStatus(code, "");
    }
}
