// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.transport.DetachedThreads;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens connections by Jetty's HTTP client. Found by {@link java.util.ServiceLoader}; applications have nothing to do with it. */
public final class JettyConnector implements ClientConnector {
    private final SharedClients clients = new SharedClients();

    @Override
    public Exchange open(ExchangeRequest request) {
        JettyExchange exchange = new JettyExchange(request);
        // Jetty's client makes threads here that all applications will use.
        return DetachedThreads.make(() -> {
            exchange.begin(clients);
            return exchange;
        });
    }

    @Override
    public @Nullable String authorization(
            ExchangeRequest.Target target,
            List<Map.Entry<String, String>> headers,
            ProxySettings.Credentials credentials) {
        return new Challenges().answer(target, headers, credentials);
    }

    /** Jetty's clients that run now. */
    int runningClients() {
        return clients.running();
    }
}
