// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the {@link Deployment} of every application that has this jar, so that its servlets can upgrade requests and open event sources. */
public final class DeploymentInitializer implements ServletContainerInitializer {
    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) {
        Deployment.of(context);
    }
}
