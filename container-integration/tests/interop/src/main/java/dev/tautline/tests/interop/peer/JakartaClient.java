// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.Client;
import dev.tautline.tests.interop.End;
import dev.tautline.tests.interop.Offer;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client of any provider. */
public final class JakartaClient implements Client {
    private static final long DEADLINE_SECONDS = 30;

    private final Connector connector;
    private final Extension deflate;
    private final AutoCloseable stop;

    /**
     * A client of a container.
     *
     * @param deflate what the provider wants to see for permessage-deflate
     */
    public JakartaClient(WebSocketContainer container, Extension deflate, AutoCloseable stop) {
        this((endpoint, config, address) -> container.connectToServer(endpoint, config, address), deflate, stop);
    }

    JakartaClient(Connector connector, Extension deflate, AutoCloseable stop) {
        this.connector = connector;
        this.deflate = deflate;
        this.stop = stop;
    }

    /** How the provider connects. */
    @FunctionalInterface
    interface Connector {
        Session connect(Endpoint endpoint, ClientEndpointConfig config, URI address) throws Exception;
    }

    /** An extension that says nothing but its name. */
    public record NamedExtension(String name) implements Extension {
        /** Compression as RFC 7692 has it. */
        public static final Extension DEFLATE = new NamedExtension("permessage-deflate");

        @Override
        public String getName() {
            return name;
        }

        @Override
        public List<Parameter> getParameters() {
            return List.of();
        }
    }

    private static final class Fields extends ClientEndpointConfig.Configurator {
        private final Map<String, String> fields;

        Fields(Map<String, String> fields) {
            this.fields = fields;
        }

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            fields.forEach((name, value) -> headers.put(name, List.of(value)));
        }
    }

    @Override
    @SuppressWarnings("resource") // a session is closed by its test
    public End connect(URI address, Offer offer) throws Exception {
        CompletableFuture<End> opened = new CompletableFuture<>();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(offer.subprotocols())
                .extensions(offer.compression() ? List.of(deflate) : List.of())
                .configurator(new Fields(offer.headers()))
                .build();
        var unused = connector.connect(new TellingEndpoint(offer.maxMessage(), opened::complete), config, address);
        return opened.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        stop.close();
    }
}
