// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.HttpHost;
import dev.tautline.standalone.JettyHost;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * WebSocket servers on an HTTPS server of the application's (ws: external HTTPS server). {@code cert.pem} and {@code key.pem} become a key store by
 * {@code openssl pkcs12 -export -in cert.pem -inkey key.pem -out store.p12}.
 */
public final class HttpsServer {
    private HttpsServer() {}

    /**
     * The server; {@code start()} makes it listen.
     *
     * @param keyStore a PKCS#12 file with the key and its certificate
     * @param servers makes the WebSocket servers and starts them; {@code WebSocketServerOptions.builder().server(host)}
     */
    public static Server create(Path keyStore, String password, int port, Consumer<HttpHost> servers) {
        Server server = new Server();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore.toString());
        tls.setKeyStorePassword(password);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer());
        ServerConnector connector =
                new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setPort(port);
        server.addConnector(connector);
        servers.accept(JettyHost.of(server));
        return server;
    }
}
