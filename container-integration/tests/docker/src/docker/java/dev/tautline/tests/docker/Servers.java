// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The servers, with both WARs in them, in the directories of the official images. An image whose property is empty is made here from an unpacked
 * distribution.
 */
final class Servers {
    static final int PORT = 8080;
    private static final String TOMCAT = "/usr/local/tomcat";
    private static final String JETTY = "/usr/local/jetty";
    private static final String JETTY_BASE = "/var/lib/jetty";
    private static final Duration START = Duration.ofMinutes(3);

    private Servers() {}

    static String setting(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("The system property " + name + " is missing: run by Maven with -Pdocker");
        }
        return value;
    }

    /** @param name {@code tomcat10} or {@code tomcat11} */
    static GenericContainer<?> tomcat(String name) {
        GenericContainer<?> container = setting("docker." + name).isEmpty()
                ? new GenericContainer<>(new ImageFromDockerfile("tautline-test-" + name, false)
                        .withFileFromPath("home", Path.of(setting("home." + name)))
                        .withDockerfileFromBuilder(file -> file.from(setting("docker.base"))
                                .copy("home", TOMCAT)
                                .workDir(TOMCAT)
                                .cmd("sh", "bin/catalina.sh", "run")
                                .build()))
                : new GenericContainer<>(DockerImageName.parse(setting("docker." + name)));
        return withApplications(container, TOMCAT + "/webapps/");
    }

    /** Jetty with the modules of Jakarta EE 11. */
    static GenericContainer<?> jetty() {
        GenericContainer<?> container = setting("docker.jetty").isEmpty()
                ? new GenericContainer<>(new ImageFromDockerfile("tautline-test-jetty", false)
                        .withFileFromPath("home", Path.of(setting("home.jetty")))
                        .withDockerfileFromBuilder(file -> file.from(setting("docker.base"))
                                .copy("home", JETTY)
                                .workDir(JETTY_BASE)
                                .entryPoint("java", "-jar", JETTY + "/start.jar")
                                .build()))
                : new GenericContainer<>(DockerImageName.parse(setting("docker.jetty")));
        return withApplications(container, JETTY_BASE + "/webapps/")
                .withCommand("--module=http,forwarded,ee11-deploy,ee11-annotations,ee11-websocket-jakarta");
    }

    private static GenericContainer<?> withApplications(GenericContainer<?> container, String directory) {
        for (String war : List.of("chat", "specification")) {
            container.withCopyFileToContainer(
                    MountableFile.forHostPath(setting("war." + war)), directory + war + ".war");
        }
        return container
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/specification/").forStatusCode(200).withStartupTimeout(START));
    }

    /** nginx with TLS, as {@link Nginx} configures it, in front of what the network calls {@code server}. */
    static GenericContainer<?> nginx(Network network) {
        String image = setting("docker.nginx").isEmpty() ? setting("docker.base") : setting("docker.nginx");
        return Nginx.configure(new GenericContainer<>(DockerImageName.parse(image)))
                .withNetwork(network)
                .withCommand("nginx", "-g", "daemon off;")
                .withExposedPorts(Nginx.PORT)
                .waitingFor(Wait.forListeningPort().withStartupTimeout(START));
    }
}
