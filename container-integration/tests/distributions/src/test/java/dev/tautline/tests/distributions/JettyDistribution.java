// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Jetty with the modules of one Jakarta EE edition, its properties on the command line. */
final class JettyDistribution extends Distribution {
    private static final Pattern PORT =
            Pattern.compile("Started (?:oejs\\.)?ServerConnector@[^{]*\\{.*}\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final Pattern STARTED = Pattern.compile("Started oejs\\.Server@");

    private JettyDistribution(ServerProcess process, Path webapps, int port) throws IOException {
        super(process, webapps, port);
    }

    /**
     * Starts one.
     *
     * @param base a directory that has {@code webapps} alone
     * @param edition {@code ee10} or {@code ee11}
     * @param modules besides those that an application with annotations needs
     */
    static JettyDistribution start(Path home, Path base, String edition, String... modules) throws Exception {
        Path webapps = base.resolve("webapps");
        Path temporary = Files.createDirectories(base.resolve("temporary"));
        List<String> added = new ArrayList<>(List.of("http", edition + "-deploy", edition + "-annotations"));
        added.addAll(List.of(modules));
        run(base, command(home, temporary, "--create-startd", "--add-modules=" + String.join(",", added)));
        ServerProcess process = ServerProcess.start(
                base,
                Map.of(),
                command(
                        home,
                        temporary,
                        "jetty.http.host=127.0.0.1",
                        "jetty.http.port=0",
                        "jetty.deploy.scanInterval=1"));
        try {
            int port = Integer.parseInt(process.log().await(0, PORT).group(1));
            process.log().await(0, STARTED);
            return new JettyDistribution(process, webapps, port);
        } catch (Exception | AssertionError e) {
            process.close();
            throw e;
        }
    }

    private static void run(Path base, List<String> command) throws Exception {
        try (ServerProcess process = ServerProcess.start(base, Map.of(), command)) {
            int status = process.exitStatus();
            if (status != 0) {
                throw new AssertionError(
                        "start.jar ended with " + status + process.log().find(Pattern.compile("")));
            }
        }
    }

    private static List<String> command(Path home, Path temporary, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                home.resolve("start.jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    void check(String name) {
        // It looks every second, as the command line says.
    }

    @Override
    Pattern undeployed(String name) {
        return Pattern.compile("Stopped oeje1\\dw\\.WebAppContext@.*[{,]/" + name + ",");
    }

    @Override
    long connections() throws Exception {
        HttpAnswer answer = WireRequest.get(uri(), "/" + DistributionContract.APPLICATION + "/jetty-connections")
                .exchange();
        // Without the one that asked.
        return Long.parseLong(answer.body()) - 1;
    }

    @Override
    long idleConnections() {
        return 0;
    }

    @Override
    String takeover() {
        return "jetty";
    }

    @Override
    boolean isApplicationLoader(String className) {
        // 12.1 has one for all editions, some with a subclass.
        return className.matches("org\\.eclipse\\.jetty\\.ee\\d*\\.webapp\\.WebAppClassLoader");
    }
}
