// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.ProxyOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.util.function.Consumer;

/** A client behind an HTTP proxy (faye: {@code proxy}; ws: an agent). {@code socks5://} works as well. */
public final class ProxiedClient {
    private ProxiedClient() {}

    /**
     * Opens a socket through the proxy.
     *
     * @param proxy {@code http://username:password@proxy.example.com}, for example; {@code https} speaks TLS to the proxy
     */
    public static WebSocket connect(String address, String proxy, Consumer<WebSocket> configurer) {
        WebSocketClientOptions options = WebSocketClientOptions.builder()
                .proxy(ProxyOptions.builder(URI.create(proxy))
                        .header("User-Agent", "java")
                        .build())
                .build();
        return WebSocket.connect(URI.create(address), options, configurer);
    }
}
