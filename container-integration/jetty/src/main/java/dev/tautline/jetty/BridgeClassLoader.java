// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import java.io.IOException;
import java.io.InputStream;

/**
 * Joins a web application and the server that hides its own classes from it: Jetty's classes come from the server, the glue is defined here
 * from the application's bytes, and everything else is the application's.
 */
final class BridgeClassLoader extends ClassLoader {
    private static final String GLUE = JettySide.class.getPackageName() + ".glue.";
    private static final String JETTY = "org.eclipse.jetty.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader application;
    private final ClassLoader server;

    BridgeClassLoader(ClassLoader application, ClassLoader server) {
        super("tautline-jetty-bridge", application);
        this.application = application;
        this.server = server;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(GLUE)) {
            return glueClass(name);
        }
        if (name.startsWith(JETTY)) {
            return Class.forName(name, false, server);
        }
        return super.loadClass(name, resolve);
    }

    private Class<?> glueClass(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream stream = application.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = stream.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, JettySide.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
