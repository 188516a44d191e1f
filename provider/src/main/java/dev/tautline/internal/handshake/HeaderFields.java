// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.spec.Token;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The guard that every header field of ours passes before it is sent. */
final class HeaderFields {
    static final String UPGRADE = "Upgrade";
    static final String CONNECTION = "Connection";
    static final String KEY = "Sec-WebSocket-Key";
    static final String ACCEPT = "Sec-WebSocket-Accept";
    static final String VERSION = "Sec-WebSocket-Version";
    static final String PROTOCOL = "Sec-WebSocket-Protocol";
    static final String ORIGIN = "Origin";
    /** The name of {@code Origin} in version 8. */
    static final String DRAFT_ORIGIN = "Sec-WebSocket-Origin";

    /** What the handshake itself says; an application can't say it too. */
    private static final Set<String> RESERVED = Set.of(
            "upgrade",
            "connection",
            "sec-websocket-key",
            "sec-websocket-accept",
            "sec-websocket-version",
            "sec-websocket-protocol",
            "sec-websocket-extensions",
            "content-length",
            "transfer-encoding");

    private HeaderFields() {}

    static Map.Entry<String, String> checked(String name, String value) {
        if (!Token.isToken(name)) {
            throw new IllegalArgumentException("The name of a header field must be a token");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // RFC 9110 §5.5: CR, LF and NUL in a field value are dangerous; no control character but the tab is allowed
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                throw new IllegalArgumentException("The value of the header field " + name
                        + " must not contain CR, LF, NUL or other control characters");
            }
        }
        return Map.entry(name, value);
    }

    /** Checks the fields that an application adds. */
    static List<Map.Entry<String, String>> custom(List<Map.Entry<String, String>> fields) {
        for (Map.Entry<String, String> field : fields) {
            checked(field.getKey(), field.getValue());
            if (RESERVED.contains(Headers.key(field.getKey()))) {
                throw new IllegalArgumentException("The header field " + field.getKey()
                        + " is part of the opening handshake; set it by the options of the server or client");
            }
        }
        return fields;
    }
}
