// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;

/** Both ends of one connection. */
record Pair(Recorder server, Recorder client) implements AutoCloseable {
    /** Connects two recorders that remember everything. */
    static Pair open(WebApplication application) {
        return open(application, new Recorder(), new Recorder());
    }

    /** Connects; {@code onOpen} of both ends has run. */
    static Pair open(WebApplication application, Recorder server, Recorder client) {
        connect(client, application.uri(application.serve(server)));
        server.awaitOpen();
        return new Pair(server, client);
    }

    static Session connect(Recorder client, URI uri) {
        return connect(client, ClientEndpointConfig.Builder.create().build(), uri);
    }

    static Session connect(Recorder client, ClientEndpointConfig config, URI uri) {
        try {
            return ContainerProvider.getWebSocketContainer().connectToServer(client, config, uri);
        } catch (DeploymentException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both ends, to say of each what holds for both. */
    java.util.List<Recorder> ends() {
        return java.util.List.of(server, client);
    }

    /** Closes and waits for {@code onClose} of both ends, inside which the sessions are still open. */
    @Override
    public void close() {
        try {
            client.session().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.closeReason();
        client.closeReason();
    }
}
