// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.net.URI;

/** Told of {@code redirect} events of a client's socket. */
@FunctionalInterface
public interface RedirectListener {
    /**
     * The request for a redirect's target is about to be sent. Where there is such a listener credentials are kept for other hosts too; it
     * decides by {@link HandshakeRequest#removeHeader} what they get (ws 1.6-05, 1.8-07).
     */
    void onRedirect(WebSocket socket, URI url, HandshakeRequest request);
}
