// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

/**
 * Every way in which a peer can break the protocol or a limit: one constant, one check, one test. The sentence may be sent to
 * the peer; it never contains data of the connection.
 */
public enum Violation {
    UNEXPECTED_RSV_2_3(
            CloseCode.PROTOCOL_ERROR, "WS_ERR_UNEXPECTED_RSV_2_3", "RFC 6455 §5.2", "RSV2 and RSV3 must be clear"),
    UNEXPECTED_RSV_1(CloseCode.PROTOCOL_ERROR, "WS_ERR_UNEXPECTED_RSV_1", "RFC 6455 §5.2", "RSV1 must be clear"),
    INVALID_OPCODE(CloseCode.PROTOCOL_ERROR, "WS_ERR_INVALID_OPCODE", "RFC 6455 §5.2", "the opcode is reserved"),
    UNEXPECTED_CONTINUATION(
            CloseCode.PROTOCOL_ERROR, "WS_ERR_INVALID_OPCODE", "RFC 6455 §5.4", "there is no message to continue"),
    EXPECTED_CONTINUATION(
            CloseCode.PROTOCOL_ERROR,
            "WS_ERR_INVALID_OPCODE",
            "RFC 6455 §5.4",
            "the fragmented message is not finished"),
    EXPECTED_FIN(
            CloseCode.PROTOCOL_ERROR, "WS_ERR_EXPECTED_FIN", "RFC 6455 §5.5", "a control frame must not be fragmented"),
    INVALID_CONTROL_PAYLOAD_LENGTH(
            CloseCode.PROTOCOL_ERROR,
            "WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH",
            "RFC 6455 §5.5",
            "a control frame has at most 125 bytes"),
    INVALID_CLOSE_PAYLOAD_LENGTH(
            CloseCode.PROTOCOL_ERROR,
            "WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH",
            "RFC 6455 §5.5.1",
            "a close frame has no payload or at least 2 bytes"),
    EXPECTED_MASK(CloseCode.PROTOCOL_ERROR, "WS_ERR_EXPECTED_MASK", "RFC 6455 §5.1", "a client must mask its frames"),
    UNEXPECTED_MASK(
            CloseCode.PROTOCOL_ERROR, "WS_ERR_UNEXPECTED_MASK", "RFC 6455 §5.1", "a server must not mask its frames"),
    NON_MINIMAL_LENGTH(CloseCode.PROTOCOL_ERROR, "", "RFC 6455 §5.2", "the length must have its minimal form"),
    NEGATIVE_LENGTH(
            CloseCode.MESSAGE_TOO_BIG,
            "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH",
            "RFC 6455 §5.2",
            "the most significant bit of the length must be 0"),
    INVALID_CLOSE_CODE(
            CloseCode.PROTOCOL_ERROR, "WS_ERR_INVALID_CLOSE_CODE", "RFC 6455 §7.4", "the close code may not be sent"),
    INVALID_UTF8(
            CloseCode.INVALID_FRAME_PAYLOAD_DATA,
            "WS_ERR_INVALID_UTF8",
            "RFC 6455 §8.1",
            "the text is not valid UTF-8"),
    INVALID_CLOSE_REASON(
            CloseCode.INVALID_FRAME_PAYLOAD_DATA,
            "WS_ERR_INVALID_UTF8",
            "RFC 6455 §5.5.1",
            "the close reason is not valid UTF-8"),
    INVALID_COMPRESSED_DATA(
            CloseCode.INVALID_FRAME_PAYLOAD_DATA,
            "Z_DATA_ERROR",
            "RFC 7692 §7.2.2",
            "the compressed data is not valid"),
    FRAME_TOO_LONG(
            CloseCode.MESSAGE_TOO_BIG, "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "RFC 6455 §10.4", "the frame is too big"),
    MESSAGE_TOO_LONG(
            CloseCode.MESSAGE_TOO_BIG, "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "RFC 6455 §10.4", "the message is too big"),
    TOO_MANY_FRAGMENTS(
            CloseCode.POLICY_VIOLATION,
            "WS_ERR_TOO_MANY_BUFFERED_PARTS",
            "RFC 6455 §10.4",
            "the message has too many fragments");

    private final int closeCode;
    private final String code;
    private final String section;
    private final String sentence;

    Violation(int closeCode, String code, String section, String sentence) {
        this.closeCode = closeCode;
        this.code = code;
        this.section = section;
        this.sentence = sentence;
    }

    /** The code of the close frame that fails the connection. */
    public int closeCode() {
        return closeCode;
    }

    /** The stable name that ws gives the error, or the constant's name where ws has none. */
    public String code() {
        return code.isEmpty() ? name() : code;
    }

    /** Where the broken rule stands. */
    public String section() {
        return section;
    }

    /** One sentence that says what is wrong; safe to show to the peer. */
    public String sentence() {
        return sentence;
    }
}
