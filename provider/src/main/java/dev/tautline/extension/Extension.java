// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

import java.util.List;
import java.util.Optional;

/**
 * An extension that connections may negotiate, in either role (RFC 6455 §9.1). One instance serves every connection of
 * a server or client, from any thread; what belongs to one connection is in the {@link ActiveExtension} that it makes.
 */
public interface Extension {
    /** The registered name, a token. */
    String name();

    /**
     * Server: chooses among the client's offers of this extension.
     *
     * @param offers all offers of this name in the client's order of preference, at least one
     * @return the accepted configuration, or empty to decline: the handshake goes on without this extension
     * @throws NegotiationException to refuse the handshake
     */
    Optional<ActiveExtension> accept(List<ExtensionOffer> offers) throws NegotiationException;

    /** Client: what to offer, in order of preference; all offers have this extension's name. Empty offers nothing. */
    List<ExtensionOffer> offers();

    /**
     * Client: takes the server's answer to {@link #offers}.
     *
     * @param response the configuration that the server chose
     * @throws NegotiationException if the configuration is not allowed; the connection fails
     */
    ActiveExtension activate(ExtensionOffer response) throws NegotiationException;
}
