// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import dev.tautline.jakarta.injection.InstanceFactory;
import dev.tautline.jakarta.injection.InstanceFactoryProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the CDI that an application sees, whether we have the same class loader or one of the server's. Links nothing of it, so that it loads where there is
 * none. Serves the application under whose context class loader it was made. Thread safe.
 */
public final class CdiProvider implements InstanceFactoryProvider {
    /** What links CDI. */
    private final @Nullable InstanceFactoryProvider linked = LinkedClassLoader.link();

    /** For the {@code ServiceLoader}. */
    public CdiProvider() {}

    @Override
    public @Nullable InstanceFactory find(Attributes attributes) {
        return linked == null ? null : linked.find(attributes);
    }

    @Override
    public boolean mayComeLater() {
        return linked != null && linked.mayComeLater();
    }

    @Override
    public int priority() {
        return CDI;
    }
}
