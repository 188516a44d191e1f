// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a socket's {@code error} event tells (ws 1.8-05): the peer broke the protocol or a limit, or the opening handshake or the transport failed. */
public final class WebSocketException extends IOException {
    private static final long serialVersionUID = 1;

    private final String code;

    /**
     * @param code the stable name that ws gives the error ({@code WS_ERR_…}, {@code Z_DATA_ERROR}), or empty
     */
    public WebSocketException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable name of the error as ws has it, such as {@code WS_ERR_INVALID_UTF8}; empty where ws has none. */
    public String code() {
        return code;
    }
}
