// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The servers that are compared. */
enum Peer {
    /** Tomcat 11 with its own provider. */
    TOMCAT(null, "tomcat", "TomcatPeer"),
    /** Jetty 12.1 EE 11 with its own provider. */
    JETTY(null, "jetty", "JettyPeer"),
    /** Undertow 2.3 with its own provider. */
    UNDERTOW(null, "undertow", "UndertowPeer"),
    /** Tautline on Tomcat 11, the channel taken over. */
    TAUTLINE_TOMCAT(TOMCAT, "tomcat", null),
    /** Tautline on Tomcat 11 by the portable transport. */
    TAUTLINE_TOMCAT_PORTABLE(TOMCAT, "tomcat-portable", null),
    /** Tautline on Jetty 12.1 EE 11, its default transport. */
    TAUTLINE_JETTY(JETTY, "jetty", null),
    /** Tautline on Jetty 12.1 EE 11 on Jetty's EndPoint. */
    TAUTLINE_JETTY_ENDPOINT(JETTY, "jetty-endpoint", null),
    /** Tautline on Undertow 2.3 by the portable transport. */
    TAUTLINE_UNDERTOW(UNDERTOW, "undertow", null);

    private static final String PEER_PACKAGE = "dev.tautline.benchmarks.peer.";

    private final @Nullable Peer baseline;
    private final String container;
    private final @Nullable String mainClass;

    Peer(@Nullable Peer baseline, String container, @Nullable String mainClass) {
        this.baseline = baseline;
        this.container = container;
        this.mainClass = mainClass;
    }

    /** The name on the command line and in tables. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same container's own provider, for ours; null for a container's own provider. */
    @Nullable Peer baseline() {
        return baseline;
    }

    /**
     * The command that starts the server.
     *
     * @param java how the JVM is called, with its options
     */
    List<String> command(List<String> java, Layout layout, int port, int maxMessage) {
        List<String> command = new ArrayList<>(java);
        if (mainClass == null) {
            command.addAll(List.of("-jar", layout.echoJar().toString(), container, Integer.toString(port)));
        } else {
            command.addAll(List.of("-cp", layout.peerClassPath(container), PEER_PACKAGE + mainClass));
            command.addAll(List.of(Integer.toString(port), Integer.toString(maxMessage)));
        }
        return command;
    }

    /** @throws IllegalArgumentException when there is no such peer; the message lists those there are */
    static Peer parse(String label) {
        return Arrays.stream(values())
                .filter(peer -> peer.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no peer \"" + label + "\"; there are "
                        + Arrays.stream(values()).map(Peer::label).collect(Collectors.joining(", "))));
    }
}
