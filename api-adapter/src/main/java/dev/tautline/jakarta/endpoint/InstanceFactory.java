// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

/** Where instances of the application's classes come from: their constructors, or a container's injection. Thread safe. */
public interface InstanceFactory {
    /**
     * Creates an instance of an endpoint, encoder, decoder or configurator.
     *
     * @throws InstantiationException when it cannot be made; the message says why
     */
    <T> T create(Class<T> type) throws InstantiationException;

    /** Ends what {@link #create} gave, when its session, or its endpoint, has ended. */
    void destroy(Object instance);

    /** Creates by the class's constructor without parameters. */
    static InstanceFactory ofConstructors() {
        return ConstructorInstances.INSTANCE;
    }
}
