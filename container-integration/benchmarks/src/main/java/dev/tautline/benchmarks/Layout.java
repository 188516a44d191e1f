// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build has put things.
 *
 * @param classes this benchmark's own jar, or its folder of classes
 * @param peers the folder with one library folder per container
 * @param echoJar the echo example, our server
 */
record Layout(Path classes, Path peers, Path echoJar) {

    /** Found from the place of this class: {@code container-integration/benchmarks/target/…}. */
    static Layout find() {
        try {
            Path classes = Path.of(Layout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path target = classes.resolveSibling("");
            Path echoJar =
                    target.resolve("../../../examples/echo/target/echo.jar").normalize();
            return new Layout(classes, target.resolve("peers"), echoJar);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Layout withEchoJar(Path jar) {
        return new Layout(classes, peers, jar.toAbsolutePath());
    }

    String peerClassPath(String container) {
        return classes + File.pathSeparator + peers.resolve(container) + File.separator + "*";
    }

    /** @throws IllegalArgumentException when something a peer needs has not been built; the message says how to */
    void check(Peer peer) {
        boolean ours = peer.baseline() != null;
        if (ours && !Files.isRegularFile(echoJar)) {
            throw new IllegalArgumentException("Peer " + peer.label() + " needs " + echoJar
                    + "; build it with: mvn -q -DskipTests -pl container-integration/benchmarks,examples/echo -am package"
                    + " (or name another with --echo-jar)");
        }
        if (!ours && !Files.isDirectory(peers.resolve(peer.label()))) {
            throw new IllegalArgumentException("Peer " + peer.label() + " needs the libraries in "
                    + peers.resolve(peer.label())
                    + "; build them with: mvn -q -DskipTests -pl container-integration/benchmarks -am package");
        }
    }
}
