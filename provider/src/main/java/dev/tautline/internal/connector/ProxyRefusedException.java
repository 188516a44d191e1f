// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** An HTTP proxy has answered CONNECT with something else than 200: 407 for missing or wrong credentials, for example. */
public final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<Map.Entry<String, String>> headers;

    /**
     * @param status of the proxy's response
     * @param headers of the proxy's response, in the order received
     */
    public ProxyRefusedException(int status, List<Map.Entry<String, String>> headers) {
        super("The proxy has refused the connection with status " + status);
        this.status = status;
        this.headers = List.copyOf(headers);
    }

    /** The status of the proxy's response. */
    public int status() {
        return status;
    }

    /** The header of the proxy's response, in the order received. */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }
}
