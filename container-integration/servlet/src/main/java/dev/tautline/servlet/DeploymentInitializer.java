// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes ready for the native API's servers and event sources while an application starts: {@link ServletHost} and {@link ServletUpgrades} work from then on. Containers find
 * it by themselves; in an embedded one that does not scan, add it.
 */
public final class DeploymentInitializer implements ServletContainerInitializer {
    /** For the container. */
    public DeploymentInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) {
        Deployment.of(context);
    }
}
