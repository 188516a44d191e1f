// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Tomcat with the configuration it comes with, but for its ports. */
final class TomcatDistribution extends Distribution {
    private static final Pattern PORT = Pattern.compile("Starting ProtocolHandler \\[\"http-nio-.*-(\\d+)\"]");
    private static final Pattern STARTED = Pattern.compile("Server startup in");

    private TomcatDistribution(ServerProcess process, Path webapps, int port) throws IOException {
        super(process, webapps, port);
    }

    /**
     * Starts one.
     *
     * @param base a directory that has {@code webapps} alone
     */
    static TomcatDistribution start(Path home, Path base) throws Exception {
        copyConfiguration(home.resolve("conf"), base.resolve("conf"));
        Files.createDirectories(base.resolve("temp"));
        ServerProcess process = ServerProcess.start(
                base,
                Map.of("CATALINA_HOME", home.toString(), "CATALINA_BASE", base.toString(), "CATALINA_OPTS", "-Xmx256m"),
                List.of("sh", home.resolve("bin/catalina.sh").toString(), "run"));
        try {
            int port = Integer.parseInt(process.log().await(0, PORT).group(1));
            process.log().await(0, STARTED);
            return new TomcatDistribution(process, base.resolve("webapps"), port);
        } catch (Exception | AssertionError e) {
            process.close();
            throw e;
        }
    }

    private static void copyConfiguration(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Path server = to.resolve("server.xml");
        String xml = Files.readString(server);
        xml = replace(xml, "<Server port=\"8005\"", "<Server port=\"-1\"");
        xml = replace(xml, "<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"0\"");
        Files.writeString(server, xml);
    }

    private static String replace(String xml, String old, String by) {
        int at = xml.indexOf(old);
        if (at < 0) {
            throw new AssertionError("server.xml has no " + old);
        }
        return xml.substring(0, at) + by + xml.substring(at + old.length());
    }

    /** The host looks by itself every ten seconds; this asks it to look now. */
    @Override
    void check(String name) throws Exception {
        jmx().invoke("Catalina:type=Deployer,host=localhost", "check", "/" + name);
    }

    @Override
    Pattern undeployed(String name) {
        return Pattern.compile("Undeploying context \\[/" + name + "]");
    }

    @Override
    long connections() throws Exception {
        return (Long) jmx().attribute("Catalina:type=ThreadPool,name=\"http-nio-*\"", "connectionCount");
    }

    /** The acceptor counts the connection that it waits for. */
    @Override
    long idleConnections() {
        return 1;
    }

    @Override
    String takeover() {
        return "tomcat";
    }

    @Override
    boolean isApplicationLoader(String className) {
        return className.equals("org.apache.catalina.loader.ParallelWebappClassLoader");
    }
}
