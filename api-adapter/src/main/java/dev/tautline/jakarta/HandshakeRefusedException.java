// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import jakarta.websocket.DeploymentException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code connectToServer} got an answer that opens no WebSocket connection: the endpoint is not there, or not for this client. */
public final class HandshakeRefusedException extends DeploymentException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, List<String>> headers;

    HandshakeRefusedException(String message, int status, Map<String, List<String>> headers) {
        super(message);
        this.status = status;
        this.headers = Collections.unmodifiableMap(headers);
    }

    /** The status of the response; 101 where it is its header that does not fit (RFC 6455 §4.1). */
    public int status() {
        return status;
    }

    /** The header of the response by name, without regard to case. */
    public Map<String, List<String>> headers() {
        return headers == null ? Map.of() : headers;
    }
}
