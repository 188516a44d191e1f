// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.spring;

import dev.tautline.jakarta.injection.InstanceFactory;
import dev.tautline.jakarta.injection.InstanceFactoryProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.web.context.WebApplicationContext;

/** Instances from Spring, as {@code docs/jakarta.md} shows it. */
public final class SpringInstances implements InstanceFactoryProvider {
    @Override
    public @Nullable InstanceFactory find(Attributes attributes) {
        Object context = attributes.get(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE);
        return context instanceof WebApplicationContext spring
                ? new Beans(spring.getAutowireCapableBeanFactory())
                : null;
    }

    @Override
    public boolean mayComeLater() {
        return true; // Deploys when the application's listeners have run.
    }

    private record Beans(AutowireCapableBeanFactory beans) implements InstanceFactory {
        @Override
        public <T> T create(Class<T> type) {
            return beans.createBean(type);
        }

        @Override
        public void destroy(Object instance) {
            beans.destroyBean(instance);
        }
    }
}
