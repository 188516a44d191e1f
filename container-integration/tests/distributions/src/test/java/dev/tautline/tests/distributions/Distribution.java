// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/** A running distribution. Applications come and go as its users do it: by a WAR in its directory. */
abstract class Distribution implements AutoCloseable {
    private final ServerProcess process;
    private final Path webapps;
    private final int port;
    private final ServerJmx jmx;

    Distribution(ServerProcess process, Path webapps, int port) throws IOException {
        this.process = process;
        this.webapps = webapps;
        this.port = port;
        this.jmx = ServerJmx.attach(process.pid());
    }

    final URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    final ServerProcess process() {
        return process;
    }

    final ServerJmx jmx() {
        return jmx;
    }

    final ServerLog log() {
        return process.log();
    }

    /** Puts a WAR where the server looks for it, and returns when it is served at {@code /name}. */
    final void deploy(String name, Path war) throws Exception {
        put(name, war);
        awaitStatus(name, 200);
    }

    /** Puts a WAR where the server looks for it. */
    final void put(String name, Path war) throws Exception {
        Path beside = Files.copy(war, webapps.resolveSibling(name + ".part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, webapps.resolve(name + ".war"), StandardCopyOption.ATOMIC_MOVE);
        check(name);
    }

    /** Deletes the WAR, and returns when the server has let the application go. */
    final void undeploy(String name) throws Exception {
        int position = log().position();
        Files.delete(webapps.resolve(name + ".war"));
        check(name);
        log().await(position, undeployed(name));
        awaitStatus(name, 404);
    }

    /** As {@link #undeploy}, of one that did not start. */
    final void remove(String name) throws Exception {
        Files.delete(webapps.resolve(name + ".war"));
        check(name);
        awaitStatus(name, 404);
    }

    /** As {@link #deploy}, of a directory, which is moved. */
    final void deployDirectory(String name, Path application) throws Exception {
        Files.move(application, webapps.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        check(name);
        awaitStatus(name, 200);
    }

    /** As {@link #undeploy}, of a directory. */
    final void undeployDirectory(String name) throws Exception {
        int position = log().position();
        // At once: a server that sees a part of it gone takes it for changed.
        Path gone = Files.move(
                webapps.resolve(name), webapps.resolveSibling(name + ".gone"), StandardCopyOption.ATOMIC_MOVE);
        check(name);
        log().await(position, undeployed(name));
        awaitStatus(name, 404);
        Scratch.delete(gone);
    }

    /** Waits for what the application's first page is answered with. */
    final void awaitStatus(String name, int status) throws Exception {
        Await.equal(
                status,
                () -> WireRequest.get(uri(), "/" + name + "/").exchange().status(),
                "status of /" + name + "/");
    }

    /** Makes the server look for WARs that have come or gone, if it takes its time for that. */
    abstract void check(String name) throws Exception;

    /** What the server prints when it has let an application go. */
    abstract Pattern undeployed(String name);

    /** How many connections the server believes to have; where it has to be asked, the application tells. */
    abstract long connections() throws Exception;

    /** How many it believes to have when there are none. */
    abstract long idleConnections();

    /** The name of the takeover that the start-up log line has to tell. */
    abstract String takeover();

    /** Whether the server makes one class loader of this class for each application. */
    abstract boolean isApplicationLoader(String className);

    @Override
    public void close() throws IOException {
        process.close();
    }
}
