// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import dev.tautline.jakarta.injection.CallScope;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Instances from one CDI container. Owns those that belong to a session or an endpoint alone, until they are destroyed. Any thread.
 */
final class CdiInstances implements InstanceFactory {
    private final BeanManager beans;
    private final Map<Class<?>, Recipe<?>> recipes = new ConcurrentHashMap<>();
    private final Map<Identity, Runnable> endings = new ConcurrentHashMap<>();

    /** Made by the first session; one that another makes at the same time serves as well. */
    private volatile @Nullable CallScope requestScope;

    CdiInstances(BeanManager beans) {
        this.beans = beans;
    }

    @Override
    public <T> T create(Class<T> type) throws InstantiationException {
        try {
            Recipe.Made<T> made = recipe(type).make();
            Runnable ending = made.ending();
            if (ending != null) {
                endings.put(new Identity(made.instance()), ending);
            }
            return made.instance();
        } catch (RuntimeException e) {
            throw failure(type, e);
        }
    }

    @Override
    public void destroy(Object instance) {
        Runnable ending = endings.remove(new Identity(instance));
        if (ending != null) {
            ending.run();
        }
    }

    @Override
    public void check(Class<?> type) throws InstantiationException {
        try {
            recipe(type);
        } catch (RuntimeException e) {
            throw failure(type, e);
        }
    }

    @Override
    public @Nullable CallScope callScope() {
        CallScope scope = requestScope;
        if (scope == null) {
            scope = RequestScope.of(beans);
            requestScope = scope;
        }
        return scope;
    }

    @SuppressWarnings("unchecked") // The map holds a class's own recipe.
    private <T> Recipe<T> recipe(Class<T> type) {
        Recipe<?> known = recipes.get(type);
        if (known == null) {
            Recipe<T> made = Recipe.of(type, beans);
            known = Objects.requireNonNullElse(recipes.putIfAbsent(type, made), made);
        }
        return (Recipe<T>) known;
    }

    private static InstantiationException failure(Class<?> type, RuntimeException cause) {
        InstantiationException failure =
                new InstantiationException(type.getName() + " can't be made by CDI: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    @Override
    public String toString() {
        return "CDI (" + beans.getClass().getName() + ")";
    }

    /** An object and no other that equals it. */
    private record Identity(Object object) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity identity && identity.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
