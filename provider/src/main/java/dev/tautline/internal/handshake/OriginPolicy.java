// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which pages may open connections from a browser (RFC 6455 §10.2): browsers send cookies with every handshake, whoever wrote
 * the page, so this check keeps strangers' pages from using them. Immutable; any thread.
 */
@FunctionalInterface
public interface OriginPolicy {
    /** Every origin may connect. */
    OriginPolicy ANY = (origins, request) -> true;

    /**
     * Only pages of the host that the request is for; the default. Host and port of {@code Origin} equal {@code Host}, default ports
     * normalised. An {@code https} page may connect where this process sees no encryption (a proxy ends it); an {@code http} page
     * may not connect to an encrypted port. Without {@code Origin} the client is no browser and may connect.
     */
    OriginPolicy SAME_ORIGIN = SameOrigin::permits;

    /**
     * Whether the request may connect.
     *
     * @param origins the values of the {@code Origin} fields, empty where the client is no browser
     */
    boolean permits(List<String> origins, OpeningRequest request);

    /**
     * Only pages of the origins listed, compared by scheme, host and port.
     *
     * @param allowed such as {@code https://example.com} or {@code http://localhost:3000}
     * @throws IllegalArgumentException if one is no origin
     */
    static OriginPolicy allow(Collection<String> allowed) {
        Set<Origin> permitted = new HashSet<>();
        for (String text : allowed) {
            Origin origin = Origin.parse(text);
            if (origin == null) {
                throw new IllegalArgumentException(
                        "An origin is scheme://host or scheme://host:port without a path, not \"" + text
                                + "\"; to allow all origins use ANY");
            }
            permitted.add(origin);
        }
        return (origins, request) -> {
            if (origins.isEmpty()) {
                return true;
            }
            Origin origin = origins.size() == 1 ? Origin.parse(origins.get(0)) : null;
            return origin != null && permitted.contains(origin);
        };
    }
}
