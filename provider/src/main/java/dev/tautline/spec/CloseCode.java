// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

/** The close codes of RFC 6455 §7.4.1 and the IANA registry, and the rules about who may use which. */
public final class CloseCode {
    public static final int NORMAL_CLOSURE = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;
    /** Reported when the peer's close frame had no code; never on the wire. */
    public static final int NO_STATUS_RECEIVED = 1005;
    /** Reported when the connection ended without a close frame; never on the wire. */
    public static final int ABNORMAL_CLOSURE = 1006;

    public static final int INVALID_FRAME_PAYLOAD_DATA = 1007;
    public static final int POLICY_VIOLATION = 1008;
    public static final int MESSAGE_TOO_BIG = 1009;
    public static final int MANDATORY_EXTENSION = 1010;
    public static final int INTERNAL_ERROR = 1011;
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_AGAIN_LATER = 1013;
    public static final int BAD_GATEWAY = 1014;
    /** Reported when TLS failed; never on the wire. */
    public static final int TLS_HANDSHAKE = 1015;

    private CloseCode() {}

    /**
     * Whether a close frame may carry the code: 1000 to 1003, 1007 to 1014 and 3000 to 4999 (RFC 6455 §7.4 and the IANA
     * registry, as ws has it).
     */
    public static boolean isValidOnWire(int code) {
        return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                || (code >= 3000 && code <= 4999);
    }
}
