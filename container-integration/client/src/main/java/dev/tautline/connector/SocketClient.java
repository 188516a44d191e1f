// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ProxySettings;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's client with everything off that is more than one exchange: redirects, authentication, cookies, decompression, and
 * fields of its own. Shorter times than its own are kept by {@link JettyExchange#cancel}.
 */
@SuppressWarnings("try") // Jetty's close() throws Exception; this one is never a resource
final class SocketClient extends HttpClient {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int MAX_THREADS = 16;
    private static final int IDLE_THREAD_MILLIS = 5_000;
    /** About as long as Linux tries to connect; Jetty also waits so long for a proxy. */
    private static final long CONNECT_MILLIS = 120_000;

    private static final int MAX_RESPONSE_HEADER = 64 * 1024;

    /** By connections on which CONNECT has not been written or has not failed yet. */
    private final Map<Object, JettyExchange> tunnels = new ConcurrentHashMap<>();

    private SocketClient(SharedClients.Configuration configuration) {
        super(transport());
        String name = "tautline-client-" + COUNT.incrementAndGet();
        setName(name);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1, IDLE_THREAD_MILLIS);
        threads.setName(name);
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        setExecutor(threads);
        setScheduler(new ScheduledExecutorScheduler(
                name + "-scheduler", true, SocketClient.class.getClassLoader(), null, 1));
        setFollowRedirects(false);
        setUserAgentField(null);
        setHttpCookieStore(new HttpCookieStore.Empty());
        setConnectTimeout(CONNECT_MILLIS);
        setIdleTimeout(0);
        setMaxResponseHeadersSize(MAX_RESPONSE_HEADER);
        setSslContextFactory(TlsContexts.of(configuration.tls()));
        ProxySettings proxy = configuration.proxy();
        if (proxy != null) {
            ProxyConfiguration.Proxy way = Proxies.of(proxy);
            getProxyConfiguration().addProxy(way);
            // Started and stopped with the client; nothing if there is none.
            addBean(way.getSslContextFactory());
            Proxies.completeTunnelRequests(this, proxy);
        }
    }

    private static HttpClientTransportOverHTTP transport() {
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(new SocketConnector()) {
            @Override
            public Connection newConnection(EndPoint endPoint, Map<String, Object> context) throws IOException {
                Connection connection = super.newConnection(endPoint, context);
                ((SocketClient) getHttpClient()).madeFor(connection, SocketConnector.exchange(context));
                return connection;
            }
        };
        // Names and values of the response as they came.
        transport.setHeaderCacheCaseSensitive(true);
        return transport;
    }

    static SocketClient start(SharedClients.Configuration configuration) throws Exception {
        SocketClient client = new SocketClient(configuration);
        client.start();
        return client;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getContentDecoderFactories().clear();
        getProtocolHandlers().clear();
        getProtocolHandlers().put(new ContinueProtocolHandler());
        getProtocolHandlers().put(new ProcessingProtocolHandler());
        getProtocolHandlers().put(new EarlyHintsProtocolHandler());
    }

    private void madeFor(Connection connection, JettyExchange exchange) {
        if (exchange.isTunnelPending()) {
            tunnels.put(connection, exchange);
        }
    }

    /** The exchange whose CONNECT request goes over a connection; not a second time. */
    @Nullable JettyExchange takeTunnel(Object connection) {
        return tunnels.remove(connection);
    }

    /** A channel closed outside of its selector keeps its socket until the selector looks again. */
    void forgetClosed() {
        ClientConnector connector = ((HttpClientTransportOverHTTP) getHttpClientTransport()).getClientConnector();
        for (ManagedSelector selector : connector.getSelectorManager().getBeans(ManagedSelector.class)) {
            selector.submit(Selector::wakeup);
        }
    }
}
