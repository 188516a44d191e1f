// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import dev.tautline.PerMessageDeflate;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.standalone.JettyHost;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ServerConnector;

/** Our native API, on a Jetty server without servlets. */
final class NativeServer implements Server {
    /** Our senders keep no context unless they are told to. */
    static final PerMessageDeflate KEEPING_CONTEXT =
            PerMessageDeflate.builder().contextTakeover(true).build();

    private final Arrivals arrivals = new Arrivals();
    private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    NativeServer() throws Exception {
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        JettyHost host = JettyHost.of(jetty);
        listen(host, PATH, Offer.LARGE);
        listen(host, SMALL_PATH, SMALL);
        jetty.start();
    }

    private void listen(JettyHost host, String path, int maxMessage) throws Exception {
        WebSocketServer server = new WebSocketServer(WebSocketServerOptions.builder()
                .server(host)
                .path(path)
                .maxPayload(maxMessage)
                .perMessageDeflate(KEEPING_CONTEXT)
                .handleProtocols((offered, request) -> offered.contains(SUBPROTOCOL) ? SUBPROTOCOL : null)
                .build());
        server.onConnection((socket, request) -> arrivals.add(new NativeEnd(socket, request)));
        server.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public End accepted(String query) throws Exception {
        return arrivals.await(query);
    }

    @Override
    public void stop() throws Exception {
        jetty.stop();
    }
}
