// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.injection;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;

/** Instances by the constructor without parameters. */
enum ConstructorInstances implements InstanceFactory {
    INSTANCE;

    @Override
    public <T> T create(Class<T> type) throws InstantiationException {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            // Classes and constructors that are not public work where the module system lets them.
            constructor.trySetAccessible();
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw failure(
                    type, "has no constructor without parameters; add one, or provide instances by a Configurator", e);
        } catch (InvocationTargetException e) {
            Throwable thrown = Objects.requireNonNullElse(e.getCause(), e);
            throw failure(type, "could not be created, its constructor threw " + thrown, thrown);
        } catch (IllegalAccessException e) {
            throw failure(type, "has a constructor that cannot be reached; make class and constructor public", e);
        } catch (InstantiationException e) {
            throw failure(type, "is abstract", e);
        }
    }

    @Override
    public void destroy(Object instance) {
        // Nothing was done beyond construction.
    }

    @Override
    public String toString() {
        return "constructors";
    }

    private static InstantiationException failure(Class<?> type, String what, Throwable cause) {
        InstantiationException failure = new InstantiationException(type.getName() + " " + what + ".");
        failure.initCause(cause);
        return failure;
    }
}
