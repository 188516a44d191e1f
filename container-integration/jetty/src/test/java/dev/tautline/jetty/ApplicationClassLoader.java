// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import java.io.IOException;
import java.io.InputStream;

/** The class loader of a web application with Tautline in {@code WEB-INF/lib}: its own copy of our classes, and none of Jetty's in sight. */
final class ApplicationClassLoader extends ClassLoader {
    ApplicationClassLoader() {
        super("application", ApplicationClassLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("org.eclipse.jetty.")) {
            throw new ClassNotFoundException(name);
        }
        if (!name.startsWith("dev.tautline.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = stream.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
