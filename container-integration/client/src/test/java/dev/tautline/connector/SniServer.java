// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.TlsOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server that only hears which server name its client asks for. */
final class SniServer implements AutoCloseable {
    private final SSLServerSocket server;

    SniServer(Certificates certificates) throws Exception {
        server = (SSLServerSocket)
                certificates.serverSockets().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    /** The names that a client asks for which connects to a host. */
    List<String> asked(String host, TlsOptions tls) throws Exception {
        CompletableFuture<List<String>> names = CompletableFuture.supplyAsync(this::accept);
        WebSocket socket = WebSocket.connect(
                "wss://" + host + ":" + server.getLocalPort(),
                WebSocketClientOptions.builder().tls(tls).build());
        List<String> seen = names.get(60, TimeUnit.SECONDS);
        socket.terminate();
        socket.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
        return seen;
    }

    private List<String> accept() {
        try (SSLSocket accepted = (SSLSocket) server.accept()) {
            accepted.startHandshake();
            List<SNIServerName> names = ((ExtendedSSLSession) accepted.getSession()).getRequestedServerNames();
            return names.stream()
                    .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                    .toList();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
