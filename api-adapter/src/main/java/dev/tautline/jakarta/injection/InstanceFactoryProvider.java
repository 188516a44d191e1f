// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.injection;

import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link InstanceFactory} of the application that calls, where there is one. Implementations are named in
 * {@code META-INF/services/dev.tautline.jakarta.injection.InstanceFactoryProvider} of a jar that the application's class loader sees, and have a public
 * constructor without parameters. One must load without the container that it is for: a class path without it is a usual case, in which {@link #find}
 * gives {@code null}. One that can't be loaded is passed over, with a warning.
 *
 * <p>All methods are called under the application's context class loader, by any thread. For a server that is as often as an instance is needed, until one gives
 * a factory, which then serves to the application's end. Where there is none when the first handshake comes, the application has started, and constructors serve to
 * its end: nobody is asked again. Nor is anybody for a client, once no provider gives a factory or says that it {@linkplain #mayComeLater may come later}.
 */
public interface InstanceFactoryProvider {
    /** An application's attributes. */
    @FunctionalInterface
    interface Attributes {
        /** The value, or {@code null}. */
        @Nullable Object get(String name);
    }

    /** The priority of Tautline's provider for CDI. */
    int CDI = 0;

    /**
     * The application's factory.
     *
     * @param attributes the attributes of the application's {@code ServletContext}; nothing but {@code null} elsewhere, as for clients of
     *     {@code ContainerProvider}
     * @return {@code null} where there is none, or not yet
     */
    @Nullable InstanceFactory find(Attributes attributes);

    /**
     * Whether {@link #find} may give a factory later, because the container that it is for is there and hasn't started. Endpoints that were
     * found by scanning are then deployed when the application's own {@code ServletContextListener}s have run.
     */
    default boolean mayComeLater() {
        return false;
    }

    /** Which is asked first: that with the highest. */
    default int priority() {
        return 100;
    }
}
