// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Connects to servers and proxies and speaks HTTP/1.1 for opening handshakes. Any thread may call any method. */
public interface ClientConnector {
    /**
     * Begins one exchange on a connection of its own. Returns at once and throws nothing: every failure comes by
     * {@link Exchange#response}.
     */
    Exchange open(ExchangeRequest request);

    /**
     * The answer to a challenge of the origin (RFC 9110 §11): Digest where it is offered, otherwise Basic.
     *
     * @param target what was asked
     * @param headers of the 401 response
     * @return the value of {@code Authorization}, or {@code null} if there is no challenge that can be answered
     */
    @Nullable String authorization(
            ExchangeRequest.Target target,
            List<Map.Entry<String, String>> headers,
            ProxySettings.Credentials credentials);

    /**
     * The connector on the class path: where this class was loaded from, otherwise where the calling thread's context class loader looks.
     *
     * @throws IllegalStateException if there is none; the message names the artifact to add
     */
    static ClientConnector find() {
        ClientConnector own = Own.CONNECTOR;
        if (own != null) {
            return own;
        }
        return ServiceLoader.load(ClientConnector.class)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("There is no connector for WebSocket clients on the class path;"
                                + " add the artifact dev.tautline:tautline-client"));
    }

    /** The connector beside this class; it lives as long as its loader, which is this one's. */
    final class Own {
        private static final @Nullable ClientConnector CONNECTOR =
                ServiceLoader.load(ClientConnector.class, ClientConnector.class.getClassLoader()).stream()
                        .filter(found -> found.type().getClassLoader() == ClientConnector.class.getClassLoader())
                        .findFirst()
                        .map(ServiceLoader.Provider::get)
                        .orElse(null);

        private Own() {}
    }
}
