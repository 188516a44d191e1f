// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.spec.UpgradeRequest;

/**
 * What the rules need to know of a client's request.
 *
 * @param method the HTTP method
 * @param protocol the protocol of the request line, {@code HTTP/1.1} for example
 * @param secure whether the client's connection is encrypted, as far as is known
 * @param headers the request's header
 */
public record OpeningRequest(String method, String protocol, boolean secure, Headers headers) {
    /** The view of a container's request. */
    public static OpeningRequest of(UpgradeRequest request) {
        return new OpeningRequest(request.method(), request.protocol(), request.isSecure(), request::headers);
    }

    /** Whether the request is an extended CONNECT (RFC 8441), where HTTP itself stands for upgrade and key. */
    public boolean isExtendedConnect() {
        return method.equals("CONNECT") && (protocol.startsWith("HTTP/2") || protocol.startsWith("HTTP/3"));
    }

    /** Whether the request line names HTTP/1.1 or a later version. */
    boolean isHttp11OrLater() {
        // RFC 6455 §4.2.1: "An HTTP/1.1 or higher GET request"
        int slash = protocol.indexOf('/');
        if (slash < 0 || !protocol.regionMatches(true, 0, "HTTP", 0, slash) || protocol.length() == slash + 1) {
            return false;
        }
        String version = protocol.substring(slash + 1);
        boolean later1 = version.length() == 3 && version.startsWith("1.") && version.charAt(2) >= '1';
        return later1 || (version.charAt(0) >= '2' && version.charAt(0) <= '9');
    }
}
