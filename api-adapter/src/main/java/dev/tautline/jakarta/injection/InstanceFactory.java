// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.injection;

import org.jspecify.annotations.Nullable;

/**
 * Where instances of an application's endpoints, encoders, decoders, configurators and {@code ServerApplicationConfig}s come from: their constructors, CDI,
 * or another container with injection. Given to an application by the context attribute or init parameter {@value ApplicationInstances#NAME}, by the
 * constructor of {@code TautlineContainer}, or by an {@link InstanceFactoryProvider}.
 *
 * <p>Any thread may call any method, several at once. Each call runs under the application's context class loader, outside of any lock. Calls to
 * {@link #create} for a server's sessions come while the opening handshake's request is served, on its thread, so that what belongs to that request
 * is there; those for a client's come on the thread that connects.
 */
public interface InstanceFactory {
    /**
     * Creates an instance, or gives one that is shared. Called once for each session and class: for the endpoint, unless its configurator
     * overrides {@code getEndpointInstance} (then as often as that asks {@code super}), and for each encoder and decoder, before the server answers 101 or the client asks; once for each endpoint for
     * a configurator that an annotation names.
     *
     * @return an instance of {@code type}; proxies and generated subclasses are fine. Annotations are read from {@code type}
     * @throws InstantiationException when it cannot be made; the message says why, for the log. The opening handshake fails with 500, a client's
     *     connect and a deployment with a {@code DeploymentException}, as they do for any other exception
     */
    <T> T create(Class<T> type) throws InstantiationException;

    /**
     * Ends what {@link #create} gave. Called exactly once for each call of it that returned: when the session's {@code onClose} has returned, when an
     * accepted handshake comes to nothing, and for configurators when the application or the client's session has ended. An object of somebody else, which a
     * configurator gave, may come too; it is left alone. What this throws is logged.
     */
    void destroy(Object instance);

    /**
     * Tells at deployment what would keep {@link #create} from working, so that the application is refused instead of its sessions. Called for the
     * endpoint, the encoders and the decoders of a server endpoint, where this factory is there by then. Creates nothing.
     *
     * @throws InstantiationException with the reason
     */
    default void check(Class<?> type) throws InstantiationException {
        // Whatever is wrong is told by create.
    }

    /**
     * What surrounds each call into an endpoint, its decoders, message handlers and {@code SendHandler}s, or {@code null} where nothing does. Asked once for each
     * session.
     */
    default @Nullable CallScope callScope() {
        return null;
    }

    /** Creates by the class's constructor without parameters. */
    static InstanceFactory ofConstructors() {
        return ConstructorInstances.INSTANCE;
    }
}
