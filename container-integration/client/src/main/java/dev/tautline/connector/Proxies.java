// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ProxySettings;
import java.util.Map;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.Socks4Proxy;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Jetty's forms of proxy settings. */
final class Proxies {
    private Proxies() {}

    static ProxyConfiguration.Proxy of(ProxySettings settings) {
        Origin.Address address = new Origin.Address(settings.host(), settings.port());
        return switch (settings.kind()) {
            case HTTP -> new Tunnel(address, settings.secure() ? TlsContexts.of(settings.tls()) : null);
            case SOCKS4 -> new Socks4Proxy(address, false);
            case SOCKS5 -> socks5(address, settings.credentials());
        };
    }

    private static Socks5Proxy socks5(Origin.Address address, ProxySettings.@Nullable Credentials credentials) {
        Socks5Proxy proxy = new Socks5Proxy(address, false);
        if (credentials != null) {
            proxy.putAuthenticationFactory(
                    new Socks5.UsernamePasswordAuthenticationFactory(credentials.user(), credentials.password()));
        }
        return proxy;
    }

    /** RFC 6455 §4.1: a client behind a proxy asks it to open a TCP connection, whatever the scheme. */
    private static final class Tunnel extends HttpProxy {
        Tunnel(Origin.Address address, SslContextFactory.@Nullable Client tls) {
            super(address, tls);
        }

        @Override
        public boolean requiresTunnel(Origin origin) {
            return true;
        }
    }

    /** Gives each CONNECT request the fields that faye sends, and the application's. */
    static void completeTunnelRequests(SocketClient client, ProxySettings settings) {
        ProxySettings.Credentials credentials = settings.credentials();
        client.getRequestListeners().addBeginListener(request -> {
            if (request.getMethod().equals(HttpMethod.CONNECT.asString())) {
                request.headers(fields -> fill(fields, settings, credentials));
            }
        });
        client.getRequestListeners().addSuccessListener(request -> {
            JettyExchange exchange = client.takeTunnel(request.getConnection());
            if (exchange != null) {
                exchange.tunnelRequested();
            }
        });
        client.getRequestListeners().addFailureListener((request, failure) -> {
            Connection connection = request.getConnection();
            if (connection != null) {
                client.takeTunnel(connection);
            }
        });
    }

    private static void fill(
            HttpFields.Mutable fields, ProxySettings settings, ProxySettings.@Nullable Credentials credentials) {
        String host = fields.get(HttpHeader.HOST);
        fields.clear();
        fields.add(HttpHeader.HOST, host);
        fields.add(HeaderFields.field("Connection", "keep-alive"));
        fields.add(HeaderFields.field("Proxy-Connection", "keep-alive"));
        if (credentials != null) {
            fields.add(HttpHeader.PROXY_AUTHORIZATION, credentials.basic());
        }
        for (Map.Entry<String, String> header : settings.headers()) {
            // As in faye, where the application's field replaces one of these.
            fields.remove(header.getKey());
            fields.add(HeaderFields.field(header.getKey(), header.getValue()));
        }
    }
}
