// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.Application;
import dev.tautline.tests.contract.wire.WireRequest;
import java.net.InetAddress;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** Jetty's own provider where its initializer runs behind ours, as the order of a class path may have it. */
class LateProviderTest {
    @Test
    void endpointsThatBothFindAreStillOurs() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(JettyContexts.withLateProvider(Application.of(TransportChoice.AUTO, false)));
        server.start();
        try {
            URI base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
            int status = WireRequest.webSocket(base, "/echo")
                    .header("Origin", "https://evil.example")
                    .exchange()
                    .status();
            assertEquals(403, status, "our same-origin rule, which Jetty does not have");
        } finally {
            server.stop();
        }
    }
}
