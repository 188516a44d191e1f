// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import dev.tautline.jakarta.injection.InstanceFactory;
import dev.tautline.jakarta.injection.InstanceFactoryProvider;
import org.jspecify.annotations.Nullable;

/** Finds CDI. Links nothing of it, so that it loads where there is none. Thread safe. */
public final class CdiProvider implements InstanceFactoryProvider {
    private final boolean present = isPresent();

    /** For the {@code ServiceLoader}. */
    public CdiProvider() {}

    private static boolean isPresent() {
        try {
            Class.forName("jakarta.enterprise.inject.spi.CDI", false, CdiProvider.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    @Override
    public @Nullable InstanceFactory find(Attributes attributes) {
        return present ? RunningCdi.find(attributes) : null;
    }

    @Override
    public boolean mayComeLater() {
        return present && RunningCdi.mayComeLater();
    }

    @Override
    public int priority() {
        return CDI;
    }
}
