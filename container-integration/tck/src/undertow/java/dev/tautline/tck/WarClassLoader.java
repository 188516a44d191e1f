// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.annotation.HandlesTypes;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The classes of an unpacked web application, before those of the server: the kit is on the class path too, with all its applications at once. */
final class WarClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final System.Logger LOG = System.getLogger(WarClassLoader.class.getName());
    private static final String CLASS = ".class";

    private final List<String> names;

    private WarClassLoader(URL[] urls, List<String> names, ClassLoader server) {
        super(urls, server);
        this.names = names;
    }

    static WarClassLoader of(Path application, ClassLoader server) throws IOException {
        List<URL> urls = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Path classes = application.resolve("WEB-INF/classes");
        if (Files.isDirectory(classes)) {
            urls.add(classes.toUri().toURL());
            try (Stream<Path> files = Files.walk(classes)) {
                files.map(file -> classes.relativize(file).toString().replace(File.separatorChar, '/'))
                        .forEach(entry -> addClass(entry, names));
            }
        }
        Path libraries = application.resolve("WEB-INF/lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> jars = Files.list(libraries)) {
                for (Path jar : jars.sorted().toList()) {
                    urls.add(jar.toUri().toURL());
                    try (JarFile file = new JarFile(jar.toFile())) {
                        file.stream().forEach(entry -> addClass(entry.getName(), names));
                    }
                }
            }
        }
        return new WarClassLoader(urls.toArray(URL[]::new), List.copyOf(names), server);
    }

    private static void addClass(String entry, List<String> names) {
        if (entry.endsWith(CLASS) && !entry.endsWith("-info.class")) {
            names.add(entry.substring(0, entry.length() - CLASS.length()).replace('/', '.'));
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!names.contains(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(findResources(name));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }

    /** The application's own; what can't be linked is left out, as containers do. */
    Set<Class<?>> classes() {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (String name : names) {
            try {
                classes.add(Class.forName(name, false, this));
            } catch (ClassNotFoundException | LinkageError e) {
                LOG.log(Level.DEBUG, name + " is left out", e);
            }
        }
        return classes;
    }

    /** What an initializer is handed (Servlet §8.2.4). */
    Set<Class<?>> handledBy(ServletContainerInitializer initializer) {
        HandlesTypes handled = initializer.getClass().getAnnotation(HandlesTypes.class);
        Set<Class<?>> found = new LinkedHashSet<>();
        if (handled != null) {
            for (Class<?> type : classes()) {
                for (Class<?> wanted : handled.value()) {
                    if (isHandled(type, wanted)) {
                        found.add(type);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isHandled(Class<?> type, Class<?> wanted) {
        return wanted.isAnnotation()
                ? type.isAnnotationPresent(wanted.asSubclass(Annotation.class))
                : wanted.isAssignableFrom(type) && type != wanted;
    }
}
