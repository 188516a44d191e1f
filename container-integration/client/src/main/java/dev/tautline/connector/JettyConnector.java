// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;

/** Opens connections by Jetty's HTTP client. Found by {@link java.util.ServiceLoader}; applications have nothing to do with it. */
public final class JettyConnector implements ClientConnector {
    private final SharedClients clients = new SharedClients();

    @Override
    public Exchange open(ExchangeRequest request) {
        JettyExchange exchange = new JettyExchange(request);
        exchange.begin(clients);
        return exchange;
    }

    /** Jetty's clients that run now. */
    int runningClients() {
        return clients.running();
    }
}
