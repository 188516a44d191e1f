// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.host;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Starts HTTP servers for {@code port}; found by {@link java.util.ServiceLoader}, the artifact {@code tautline-server} has one. */
public interface PortListener {
    /**
     * Listens.
     *
     * @return completes when connections are accepted, with a host that is also a {@code dev.tautline.HttpHost}; fails if the address can't be bound
     */
    CompletionStage<UpgradeHost> listen(Settings settings);

    /**
     * What to listen on.
     *
     * @param host the address, {@code null} for all
     * @param port 0 to 65535, 0 for a free one
     * @param backlog length of the accept queue, 0 for the platform's own
     * @param tls for https and wss, {@code null} for plain connections
     * @param onError told of failures of the HTTP server after it has begun to listen
     */
    record Settings(
            @Nullable String host,
            int port,
            int backlog,
            @Nullable SSLContext tls,
            Consumer<Throwable> onError) {}
}
