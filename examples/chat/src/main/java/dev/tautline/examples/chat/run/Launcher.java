// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

/**
 * Deploys the {@code chat.war} that lies beside this jar on an embedded Tomcat, exactly as an installed one would, and says which
 * page to open. The only argument is the port, 8080 by default; 0 takes a free one.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) throws Exception {
        Path war = thisJar().resolveSibling("chat.war");
        if (!Files.isRegularFile(war)) {
            throw new IllegalStateException(
                    war + " is missing; build it with: mvn -DskipTests -pl examples/chat -am package");
        }
        Path work = Files.createTempDirectory("chat");
        Tomcat tomcat = tomcat(args.length == 0 ? 8080 : Integer.parseInt(args[0]), war, work);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat, work), "stop"));
        tomcat.start();
        System.out.println(
                "Open http://localhost:" + tomcat.getConnector().getLocalPort() + "/ in two windows. Ctrl-C stops.");
        tomcat.getServer().await();
    }

    private static Tomcat tomcat(int port, Path war, Path work) throws IOException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(work.toString());
        Files.createDirectories(work.resolve("webapps"));
        Connector connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setThrowOnFailure(true);
        tomcat.setConnector(connector);
        tomcat.setAddDefaultWebXmlToWebapp(false);
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        Context context = tomcat.addWebapp(tomcat.getHost(), "", war.toString(), config);
        Tomcat.initWebappDefaults(context);
        removeJsp(context);
        return tomcat;
    }

    /** The defaults name the servlet for JSP, which is a jar of its own that no page here needs. */
    private static void removeJsp(Context context) {
        context.removeServletMapping("*.jsp");
        context.removeServletMapping("*.jspx");
        context.removeChild(context.findChild("jsp"));
    }

    private static void stop(Tomcat tomcat, Path work) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            System.err.println("Tomcat did not stop cleanly: " + e);
        }
        delete(work);
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path thisJar() throws URISyntaxException {
        return Path.of(Launcher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
