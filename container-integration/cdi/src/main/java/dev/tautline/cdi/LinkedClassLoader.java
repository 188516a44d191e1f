// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import dev.tautline.jakarta.injection.InstanceFactoryProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins us in a server and the CDI of an application, which we don't see from there: this package's classes are defined here once more, beside the
 * application's CDI. What the rest of us has to do with stays the same class. The application's API holds the loader, which lives as long as that.
 */
final class LinkedClassLoader extends ClassLoader {
    private static final String API = "jakarta.enterprise.inject.spi.CDI";
    private static final List<String> COMMON = List.of("dev.tautline.", "jakarta.websocket.");
    private static final String HERE = LinkedClassLoader.class.getPackageName() + ".";

    private static final ClassValue<LinkedClassLoader> OF_API = new ClassValue<>() {
        @Override
        protected LinkedClassLoader computeValue(Class<?> api) {
            return new LinkedClassLoader(api.getClassLoader());
        }
    };

    static {
        registerAsParallelCapable();
    }

    private LinkedClassLoader(ClassLoader application) {
        super("tautline-cdi", application);
    }

    /** A {@link RunningCdi} that links the API which the calling thread's application sees; {@code null} where it sees none. */
    static @Nullable InstanceFactoryProvider link() {
        Class<?> own = api(LinkedClassLoader.class.getClassLoader());
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        Class<?> api = application == null ? own : api(application);
        if (api == null) {
            return null;
        }
        return api == own ? new RunningCdi() : OF_API.get(api).running();
    }

    private static @Nullable Class<?> api(ClassLoader loader) {
        try {
            return Class.forName(API, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private InstanceFactoryProvider running() {
        try {
            var constructor = loadClass(RunningCdi.class.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (InstanceFactoryProvider) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(HERE)) {
            return defined(name);
        }
        if (COMMON.stream().anyMatch(name::startsWith)) {
            return Class.forName(name, false, LinkedClassLoader.class.getClassLoader());
        }
        return super.loadClass(name, resolve);
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream stream =
                LinkedClassLoader.class.getResourceAsStream(name.substring(HERE.length()) + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = stream.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, LinkedClassLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
