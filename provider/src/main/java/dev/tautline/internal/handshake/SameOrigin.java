// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import java.util.List;

/** The rule behind {@link OriginPolicy#SAME_ORIGIN}. */
final class SameOrigin {
    private SameOrigin() {}

    static boolean permits(List<String> origins, OpeningRequest request) {
        if (origins.isEmpty()) {
            return true;
        }
        Origin origin = origins.size() == 1 ? Origin.parse(origins.get(0)) : null;
        String hostField = request.headers().single("Host");
        Authority host = hostField == null ? null : Authority.parse(hostField);
        if (origin == null || host == null) {
            return false;
        }
        boolean encryptedPage = origin.scheme().equals("https");
        if (!encryptedPage && (request.secure() || !origin.scheme().equals("http"))) {
            return false;
        }
        // A host without a port was addressed by the default port of the page's own scheme: a proxy may have ended its
        // TLS.
        return origin.authority().equals(host.withDefaultPort(Origin.defaultPort(origin.scheme())));
    }
}
