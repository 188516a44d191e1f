// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A started container with the application in it. */
public final class Site implements AutoCloseable {
    private final ContainerUnderTest container;
    private final URI base;
    private final long idleConnections;
    private boolean stopped;

    private Site(ContainerUnderTest container, URI base) {
        this.container = container;
        this.base = base;
        this.idleConnections = container.connectionCount();
    }

    static Site start(ContainerUnderTest container, Application application) throws Exception {
        return start(container, () -> container.start(application));
    }

    static Site startWebapp(WebappContainer container, Path directory) throws Exception {
        return start(container, () -> container.startWebapp(directory));
    }

    private static Site start(ContainerUnderTest container, Callable<URI> start) throws Exception {
        try {
            return new Site(container, start.call());
        } catch (Exception e) {
            try {
                container.stop();
            } catch (Exception stop) {
                e.addSuppressed(stop);
            }
            throw e;
        }
    }

    public URI base() {
        return base;
    }

    /** The connections that the container counted before the first came: some count the acceptor. */
    public long idleConnections() {
        return idleConnections;
    }

    public long connections() {
        return container.connectionCount();
    }

    /** As {@link ContainerUnderTest#mayTouchResponses}. */
    public boolean mayTouchResponses(Thread thread) {
        return container.mayTouchResponses(thread);
    }

    /** An opening handshake. */
    public WireRequest webSocket(String path) {
        return WireRequest.webSocket(base, path);
    }

    /** A connection to an endpoint. */
    public WireClient open(String path) {
        return webSocket(path).open();
    }

    /** A connection to a probe, whose {@code onOpen} has returned. */
    public WireClient open(Probe probe) {
        WireClient client = open(probe.path());
        probe.session();
        return client;
    }

    /** A GET of an event stream. */
    public WireRequest events(String path) {
        return WireRequest.get(base, path).header("Connection", null).header("Accept", "text/event-stream");
    }

    /** A connection to the echo, seen to work. */
    public void echoes() {
        try (WireClient client = open("/echo")) {
            if (!client.sendText("are you there?").text().equals("are you there?")) {
                throw new AssertionError("The echo answers something else");
            }
            client.closeCleanly();
        }
    }

    public void stop() throws Exception {
        if (!stopped) {
            stopped = true;
            container.stop();
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The container did not stop", e);
        }
    }
}
