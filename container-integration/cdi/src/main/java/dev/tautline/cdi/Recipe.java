// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionTarget;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.annotation.Annotation;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a class's instances are made, found out once. Immutable. */
@FunctionalInterface
interface Recipe<T> {
    /**
     * An instance.
     *
     * @param ending what ends it, or {@code null} where it is shared and its scope ends it
     */
    record Made<T>(T instance, @Nullable Runnable ending) {}

    /** Makes or finds an instance. */
    Made<T> make();

    /**
     * For a class: a bean with a scope as its scope has it, a dependent bean as a bean of its own, and every other class by injection into an object that CDI
     * does not know as a bean.
     *
     * @throws RuntimeException with the reason why there is none: an exception of the CDI container, or {@link IllegalArgumentException}
     */
    static <T> Recipe<T> of(Class<T> type, BeanManager beans) {
        Bean<T> bean = bean(type, beans);
        if (bean == null) {
            InjectionTarget<T> target = beans.getInjectionTargetFactory(beans.createAnnotatedType(type))
                    .createInjectionTarget(null);
            return () -> unmanaged(target, beans);
        }
        Class<? extends Annotation> scope = bean.getScope();
        if (scope == Dependent.class) {
            return () -> dependent(bean, beans);
        }
        requireCallable(type, scope, beans);
        return () -> new Made<>(type.cast(beans.getReference(bean, type, beans.createCreationalContext(bean))), null);
    }

    @SuppressWarnings("unchecked") // A bean of a class makes instances of that class.
    private static <T> @Nullable Bean<T> bean(Class<T> type, BeanManager beans) {
        Set<Bean<?>> own = beans.getBeans(type, Any.Literal.INSTANCE).stream()
                .filter(bean -> bean.getBeanClass() == type)
                .collect(Collectors.toSet());
        return (Bean<T>) beans.resolve(own);
    }

    private static <T> Made<T> dependent(Bean<T> bean, BeanManager beans) {
        CreationalContext<T> context = beans.createCreationalContext(bean);
        boolean complete = false;
        try {
            T instance = bean.create(context);
            complete = true;
            return new Made<>(instance, () -> bean.destroy(instance, context));
        } finally {
            if (!complete) {
                context.release();
            }
        }
    }

    private static <T> Made<T> unmanaged(InjectionTarget<T> target, BeanManager beans) {
        CreationalContext<T> context = beans.createCreationalContext(null);
        boolean complete = false;
        try {
            T instance = target.produce(context);
            target.inject(instance, context);
            target.postConstruct(instance);
            complete = true;
            return new Made<>(instance, () -> end(target, instance, context));
        } finally {
            if (!complete) {
                context.release();
            }
        }
    }

    private static <T> void end(InjectionTarget<T> target, T instance, CreationalContext<T> context) {
        try {
            target.preDestroy(instance);
            target.dispose(instance);
        } finally {
            context.release();
        }
    }

    private static void requireCallable(Class<?> type, Class<? extends Annotation> scope, BeanManager beans) {
        if ((scope == SessionScoped.class || scope == ConversationScoped.class) && isCalledInSessions(type)) {
            throw new IllegalArgumentException(
                    "it is @" + scope.getSimpleName()
                            + ", and no HTTP session is there when a WebSocket message comes. Leave the scope away for one instance per"
                            + " WebSocket session; what is needed of the HTTP session can be taken over in Configurator.modifyHandshake.");
        }
        if (beans.isNormalScope(scope)) {
            ProxiedMethods.require(type, scope);
        }
    }

    /** Configurators are asked while the request of the opening handshake is there. */
    private static boolean isCalledInSessions(Class<?> type) {
        return !ServerEndpointConfig.Configurator.class.isAssignableFrom(type)
                && !ClientEndpointConfig.Configurator.class.isAssignableFrom(type)
                && !ServerApplicationConfig.class.isAssignableFrom(type);
    }
}
