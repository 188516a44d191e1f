// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.browser;

import dev.tautline.CloseEvent;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.standalone.JettyHost;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.TestCertificate;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A Jetty with the page at every path and a server at {@code /socket}, which echoes; keeps the sockets and how they ended. */
final class Site implements AutoCloseable {
    private final Server jetty = new Server();
    private final ServerConnector connector;
    private final WebSocketServer server;
    private final BlockingQueue<WebSocket> sockets = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseEvent> closed = new LinkedBlockingQueue<>();

    private Site(boolean tls, UnaryOperator<WebSocketServerOptions.Builder> options) throws Exception {
        connector = tls ? tlsConnector() : new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(new PageHandler());
        server = new WebSocketServer(options.apply(WebSocketServerOptions.builder()
                        .server(JettyHost.of(jetty))
                        .path("/socket"))
                .build());
        server.onConnection((socket, request) -> {
            socket.onMessage((from, message) -> from.send(message));
            socket.onClose((from, event) -> closed.add(event));
            sockets.add(socket);
        });
        Await.result("start", server.start().toCompletableFuture());
        jetty.start();
    }

    static Site withDefaults() throws Exception {
        return new Site(false, options -> options);
    }

    static Site with(UnaryOperator<WebSocketServerOptions.Builder> options) throws Exception {
        return new Site(false, options);
    }

    static Site withTls() throws Exception {
        return new Site(true, options -> options);
    }

    private ServerConnector tlsConnector() {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(TestCertificate.sslContext());
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(jetty, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    }

    URI uri(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + connector.getLocalPort() + "/");
    }

    int port() {
        return connector.getLocalPort();
    }

    WebSocketServer server() {
        return server;
    }

    /** The next socket that has opened. */
    WebSocket socket() throws InterruptedException {
        return take("socket", sockets);
    }

    /** The next close event, in words as the page has it. */
    String closed() throws InterruptedException {
        CloseEvent event = take("close event", closed);
        return (event.code() + (event.wasClean() ? " clean " : " unclean ") + event.reason()).strip();
    }

    static <T> T take(String what, BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("No " + what + " in " + Await.DEADLINE.toSeconds() + " s");
        }
        return next;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The site did not stop", e);
        }
    }

    private static final class PageHandler extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
            try (InputStream page = Objects.requireNonNull(Site.class.getResourceAsStream("page.html"))) {
                response.write(true, ByteBuffer.wrap(page.readAllBytes()), callback);
            }
            return true;
        }
    }
}
