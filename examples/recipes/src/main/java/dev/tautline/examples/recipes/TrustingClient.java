// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.TlsOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.util.function.Consumer;

/** A client of a server whose certificate is the house's own (faye: {@code tls}, and {@code ca} for short). */
public final class TrustingClient {
    private TrustingClient() {}

    /**
     * Opens a socket where the server has one of these certificates, or one that they have signed.
     *
     * @param pem the certificates; nothing else is trusted, and the name must still be right
     */
    public static WebSocket connect(String address, String pem, Consumer<WebSocket> configurer) {
        WebSocketClientOptions options = WebSocketClientOptions.builder()
                .tls(TlsOptions.builder().ca(pem).protocols("TLSv1.3").build())
                .build();
        return WebSocket.connect(URI.create(address), options, configurer);
    }
}
