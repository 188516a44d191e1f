// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code java -jar echo.jar client BASE-URL AGENT} runs the {@link EchoClient}. {@code java -jar echo.jar CONTAINER PORT}: starts a container with echo and room on 127.0.0.1 and prints {@code READY PORT}. The jars of the
 * containers exclude each other, so each lies in a folder of its own beside this jar and gets a class loader of its own.
 */
public final class EchoLauncher {
    /** A container: the folder of its jars, its server class and what {@code dev.tautline.transport} is. */
    private record Choice(String folder, String server, String transport) {}

    private static final Map<String, Choice> CHOICES = new TreeMap<>(Map.of(
            "tomcat", new Choice("tomcat11", "TomcatServer", "auto"),
            "tomcat10", new Choice("tomcat10", "TomcatServer", "auto"),
            "tomcat-portable", new Choice("tomcat11", "TomcatServer", "portable"),
            "jetty", new Choice("jetty", "JettyServer", "auto"),
            "jetty-endpoint", new Choice("jetty", "JettyServer", "container"),
            "standalone", new Choice("jetty", "StandaloneServer", "auto"),
            "undertow", new Choice("undertow", "UndertowServer", "auto")));

    private EchoLauncher() {}

    /** Starts the container; the process ends with SIGTERM. */
    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("client")) {
            runClient(args[1], args[2]);
            return;
        }
        Choice choice = args.length == 2 ? CHOICES.get(args[0]) : null;
        int port = args.length == 2 ? port(args[1]) : -1;
        if (choice == null || port < 0) {
            System.err.println(
                    "Usage: java -jar echo.jar CONTAINER PORT\n       java -jar echo.jar client BASE-URL AGENT\n  CONTAINER  "
                            + String.join(" | ", CHOICES.keySet()) + "\n  PORT       0 to 65535; 0 takes a free one");
            System.exit(2);
            return;
        }
        ClassLoader loader = loader(choice.folder());
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> server = loader.loadClass(EchoLauncher.class.getPackageName() + "." + choice.server());
        int bound;
        try {
            bound = (int) server.getMethod("start", int.class, String.class).invoke(null, port, choice.transport());
        } catch (InvocationTargetException e) {
            System.err.println("The server did not start: " + e.getCause());
            System.exit(1);
            return;
        }
        System.out.println("READY " + bound);
        Thread.currentThread().join();
    }

    private static void runClient(String base, String agent) throws Exception {
        ClassLoader loader = loader("jetty");
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> client = loader.loadClass(EchoLauncher.class.getPackageName() + ".EchoClient");
        try {
            client.getMethod("run", String.class, String.class).invoke(null, base, agent);
        } catch (InvocationTargetException e) {
            System.err.println("The client has failed: " + e.getCause());
            System.exit(1);
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port <= 65535 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** This jar and the jars of two folders, below the platform's loader only: nothing comes from the class path by accident. */
    private static ClassLoader loader(String container) throws IOException, URISyntaxException {
        Path jar = Path.of(EchoLauncher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<URL> urls = new ArrayList<>();
        urls.add(url(jar));
        addJars(urls, jar.resolveSibling("lib").resolve("tautline"));
        addJars(urls, jar.resolveSibling("lib").resolve(container));
        return new URLClassLoader("echo", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static void addJars(List<URL> urls, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(folder + " is missing; build it with: mvn -DskipTests package");
        }
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path jar : jars.sorted().toList()) {
                urls.add(url(jar));
            }
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
