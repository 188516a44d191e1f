// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.Arrivals;
import dev.tautline.tests.interop.End;
import dev.tautline.tests.interop.Offer;
import dev.tautline.tests.interop.Server;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server of any provider. */
public final class JakartaServer implements Server {
    private final Arrivals arrivals;
    private final int port;
    private final AutoCloseable stop;

    /** A server that listens. */
    public JakartaServer(Arrivals arrivals, int port, AutoCloseable stop) {
        this.arrivals = arrivals;
        this.port = port;
        this.stop = stop;
    }

    /** Hands connections over and notes their header fields. */
    static final class Configurator extends ServerEndpointConfig.Configurator {
        private final int maxMessage;
        private final Arrivals arrivals;

        Configurator(int maxMessage, Arrivals arrivals) {
            this.maxMessage = maxMessage;
            this.arrivals = arrivals;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(new TellingEndpoint(maxMessage, arrivals::add));
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            Map<String, List<String>> headers = new TreeMap<>(request.getHeaders());
            config.getUserProperties().put(TellingEndpoint.HEADERS, headers);
        }
    }

    /** The two endpoints. */
    public static List<ServerEndpointConfig> endpoints(Arrivals arrivals, List<Extension> extensions) {
        return List.of(
                endpoint(PATH, Offer.LARGE, arrivals, extensions), endpoint(SMALL_PATH, SMALL, arrivals, extensions));
    }

    /** Deploys the two endpoints. */
    public static void deploy(ServerContainer container, Arrivals arrivals, List<Extension> extensions)
            throws DeploymentException {
        for (ServerEndpointConfig endpoint : endpoints(arrivals, extensions)) {
            container.addEndpoint(endpoint);
        }
    }

    private static ServerEndpointConfig endpoint(
            String path, int maxMessage, Arrivals arrivals, List<Extension> extensions) {
        return ServerEndpointConfig.Builder.create(TellingEndpoint.class, path)
                .subprotocols(List.of(SUBPROTOCOL))
                .extensions(extensions)
                .configurator(new Configurator(maxMessage, arrivals))
                .build();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public End accepted(String query) throws Exception {
        return arrivals.await(query);
    }

    @Override
    public void stop() throws Exception {
        stop.close();
    }
}
