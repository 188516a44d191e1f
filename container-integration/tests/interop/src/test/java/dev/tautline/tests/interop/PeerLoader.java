// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The class path of one peer: its library folder and the programs for peers. Of this class path it sees the common classes alone. */
final class PeerLoader extends URLClassLoader {
    private static final String COMMON = Peer.class.getPackageName() + ".";

    private PeerLoader(List<URL> urls) {
        super(urls.toArray(URL[]::new), new Common());
    }

    private static final class Common extends ClassLoader {
        Common() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(COMMON) && name.lastIndexOf('.') == COMMON.length() - 1) {
                return Class.forName(name, false, PeerLoader.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }

    /** The class path of the folder's peer. */
    static PeerLoader of(String folder) throws IOException {
        Path target = Path.of(System.getProperty("basedir", "."), "target");
        Path libraries = target.resolve("peers").resolve(folder);
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException(libraries + " is missing: mvn process-classes copies it");
        }
        List<URL> urls = new ArrayList<>();
        urls.add(url(target.resolve("classes")));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "*.jar")) {
            for (Path jar : jars) {
                urls.add(url(jar));
            }
        }
        return new PeerLoader(urls);
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    /** A program for peers, by its name in their package. */
    Peer peer(String name) throws ReflectiveOperationException {
        return Class.forName(COMMON + "peer." + name, true, this)
                .asSubclass(Peer.class)
                .getConstructor()
                .newInstance();
    }

    /** Calls something with these classes as the thread's, which threads that it starts inherit. */
    <T> T call(Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
