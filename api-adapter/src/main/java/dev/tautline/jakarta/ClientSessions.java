// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connector.ClientAddress;
import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.handshake.ClientHandshake;
import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.jakarta.endpoint.ClientEndpointDescriptor;
import dev.tautline.jakarta.endpoint.Coders;
import dev.tautline.jakarta.endpoint.ConfigList;
import dev.tautline.jakarta.handshake.ClientExtensions;
import dev.tautline.jakarta.handshake.ClientFields;
import dev.tautline.jakarta.handshake.ClientSessionConfig;
import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.jakarta.session.SessionFacts;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects the client endpoints of one container and knows their sessions. Any thread. */
final class ClientSessions {
    private final ContainerDefaults container;
    private final Function<String, @Nullable String> parameters;
    private final SessionRegistry registry = new SessionRegistry();

    /** @param parameters what holds where the user properties of an endpoint's configuration say nothing */
    ClientSessions(ContainerDefaults container, Function<String, @Nullable String> parameters) {
        this.container = container;
        this.parameters = parameters;
    }

    /** Closes every session with 1001, now and as they come. */
    CompletableFuture<@Nullable Void> shutdown() {
        return registry.shutdown();
    }

    /**
     * Connects; the endpoint's {@code onOpen} has returned when this does.
     *
     * @throws HandshakeRefusedException if the server answers with something else than a connection
     * @throws DeploymentException if endpoint, configuration or address are not usable
     * @throws IOException if there is no answer
     */
    Session connect(ClientEndpointDescriptor endpoint, URI uri) throws DeploymentException, IOException {
        if (registry.isShuttingDown()) {
            endpoint.end();
            throw new IllegalStateException("The container is closed");
        }
        ClientOwner owner = new ClientOwner(container, registry);
        owner.onEnd(endpoint::end);
        JakartaSession session = null;
        try {
            session = connect(endpoint, uri, owner);
        } catch (IllegalArgumentException e) {
            throw new DeploymentException(endpoint + ": " + e.getMessage(), e);
        } catch (InstantiationException e) {
            throw new DeploymentException(String.valueOf(e.getMessage()), e);
        } finally {
            if (session == null) {
                owner.abandon();
            }
        }
        owner.awaitOpen(session);
        return session;
    }

    private JakartaSession connect(ClientEndpointDescriptor endpoint, URI uri, ClientOwner owner)
            throws DeploymentException, IOException, InstantiationException {
        ClientEndpointConfig config = new ClientSessionConfig(endpoint.config());
        ClientSettings settings = ClientSettings.of(container, config, parameters);
        ClientAddress address = ClientAddress.of(uri, Profile.JAKARTA);
        if (address.unixSocket() != null && settings.client().proxy() != null) {
            throw new IllegalArgumentException("A Unix domain socket is not reached through a proxy");
        }
        ClientConnector connector = connector();
        ClientShare share = owner.acquire();
        DeflateOptions deflate = DeflateOptions.builder(Profile.JAKARTA)
                .level(settings.engine().options().compressionLevel())
                .threshold(settings.engine().options().compressionThreshold())
                .build();
        ClientHandshake handshake = new ClientHandshake(
                Profile.JAKARTA,
                13,
                ConfigList.of(config.getPreferredSubprotocols()),
                ClientExtensions.negotiator(
                        ConfigList.of(config.getExtensions()),
                        settings.client().compression(),
                        deflate,
                        share.runtime().deflatePools()),
                null);
        ClientFields fields = new ClientFields(address, handshake, config.getConfigurator());
        Object instance = endpoint.newInstance();
        owner.onEnd(() -> endpoint.destroyInstance(instance));
        Coders coders = endpoint.newCoders(config);
        owner.onEnd(coders::destroy);
        ClientOpening opening = new ClientOpening(
                connector, share.runtime(), settings.client(), fields, config.getConfigurator(), address);
        owner.opening(opening);
        ClientOpening.Opened opened = opening.open();
        SessionFacts facts = facts(opened, opened.redirected() ? null : uri);
        return start(
                owner,
                opened,
                () -> new JakartaSession(
                        facts,
                        owner,
                        settings.engine().session(),
                        config,
                        coders,
                        new EndpointKey(instance),
                        listener -> new Connection(
                                Objects.requireNonNull(opened.response().transport()),
                                settings.engine().connectionOptions(Role.CLIENT),
                                opened.established().extensions(),
                                share.runtime(),
                                listener),
                        own -> endpoint.bind(own, instance, coders),
                        owner::ended));
    }

    private static JakartaSession start(ClientOwner owner, ClientOpening.Opened opened, Supplier<JakartaSession> made) {
        boolean started = false;
        try {
            JakartaSession session = made.get();
            owner.start(session);
            started = true;
            return session;
        } finally {
            if (!started) {
                opened.established().extensions().close();
                opened.response().abandon();
            }
        }
    }

    private static ClientConnector connector() throws DeploymentException {
        try {
            return ClientConnector.find();
        } catch (IllegalStateException e) {
            throw new DeploymentException(String.valueOf(e.getMessage()), e);
        }
    }

    /** @param asked the application's address where it is the one connected to */
    private static SessionFacts facts(ClientOpening.Opened opened, @Nullable URI asked) {
        ClientAddress address = opened.address();
        boolean plain = asked != null && asked.getRawUserInfo() == null;
        URI uri = plain || address.unixSocket() != null
                ? Objects.requireNonNullElse(asked, address.url())
                : URI.create((address.target().secure() ? "wss://" : "ws://")
                        + address.target().authority()
                        + address.target().requestTarget());
        return new SessionFacts(
                uri,
                uri.getRawQuery(),
                Map.of(),
                QueryParameters.of(uri.getRawQuery()),
                opened.established().subprotocol(),
                List.copyOf(
                        ClientExtensions.of(opened.established().extensions().agreed())),
                address.target().secure(),
                null,
                null);
    }

    /** Sessions of a client are each other's open sessions where they share the endpoint's instance. */
    private record EndpointKey(Object instance) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof EndpointKey key && key.instance == instance;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(instance);
        }
    }
}
