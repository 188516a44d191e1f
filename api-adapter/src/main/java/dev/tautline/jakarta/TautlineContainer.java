// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.jakarta.handshake.ClientExtensions;
import dev.tautline.jakarta.injection.ApplicationInstances;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.Extension;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A container of clients (Jakarta WebSocket §2.1): what {@code ContainerProvider.getWebSocketContainer()} gives where it finds Tautline, and the way to it
 * where it finds another provider first. Needs the artifact {@code dev.tautline:tautline-client}. Any thread may call any method. Without sessions it
 * holds no threads and needs no close.
 */
public final class TautlineContainer extends ContainerDefaults implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TautlineContainer.class.getName());
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    /** A container with the defaults. */
    public TautlineContainer() {
        this(Map.of());
    }

    /**
     * A container with parameters, of the names that {@link JakartaOptions} and the documentation of clients list: {@code dev.tautline.sendTimeout},
     * {@code dev.tautline.client.proxy} and so on. User properties of an endpoint's configuration stand above them.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public TautlineContainer(Map<String, String> parameters) {
        this(parameters, ApplicationInstances.ofThread(parameters::get));
    }

    /**
     * As {@link #TautlineContainer(Map)}, with endpoints, encoders, decoders and configurators of a factory. The other constructors take what the
     * application of the calling thread's context class loader has: {@value ApplicationInstances#NAME} among the parameters, a container with injection, or
     * constructors.
     */
    public TautlineContainer(Map<String, String> parameters, InstanceFactory instances) {
        super(JakartaOptions.from(parameters::get), Map.copyOf(parameters)::get, wrapped(instances));
        // Wrong values are told now, not at the first connection.
        ClientOptions.from(parameters::get, null);
    }

    private static InstanceFactory wrapped(InstanceFactory instances) {
        return instances instanceof ApplicationInstances ? instances : ApplicationInstances.ofThread(instances);
    }

    /** permessage-deflate, which works where an endpoint's configuration lists it. */
    @Override
    public Set<Extension> getInstalledExtensions() {
        return new HashSet<>(ClientExtensions.of(List.of(ExtensionOffer.of(PermessageDeflate.NAME))));
    }

    /** Closes every session with 1001 and waits until all have ended, 10 s at most. Nothing can be connected any more. Idempotent. */
    @Override
    public void close() {
        try {
            clients().shutdown().get(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.INFO, "Some servers did not answer the close frame within {0} s", CLOSE_DEADLINE.toSeconds());
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
