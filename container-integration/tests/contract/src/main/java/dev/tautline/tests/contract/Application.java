// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.application.ApplicationInitializer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a container is started with: {@link ApplicationInitializer}, which brings endpoints, filter and servlet, in a context at the root.
 *
 * @param transport the value of {@value dev.tautline.servlet.TransportChoice#PARAMETER}
 * @param tls whether the connector speaks TLS, with the certificate of {@code TestCertificate}
 * @param parameters more context init parameters
 * @param ownProvider whether the container's own WebSocket provider deploys the same endpoints, before ours
 */
public record Application(TransportChoice transport, boolean tls, Map<String, String> parameters, boolean ownProvider) {
    /** With nothing but the defaults. */
    public static Application of(TransportChoice transport, boolean tls) {
        return new Application(transport, tls, Map.of(), false);
    }

    /** With one init parameter more. */
    public Application with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Application(transport, tls, more, ownProvider);
    }

    /** With the container's own provider beside ours. */
    public Application besideOwnProvider() {
        return new Application(transport, tls, parameters, true);
    }

    /** All context init parameters. */
    public Map<String, String> initParameters() {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put(TransportChoice.PARAMETER, transport.name().toLowerCase(java.util.Locale.ROOT));
        return all;
    }

    /** The classes that the container's scan would find. */
    public Set<Class<?>> endpoints() {
        return ApplicationInitializer.ENDPOINTS;
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return tls ? "https" : "http";
    }
}
