// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.internal.handshake.OriginPolicy;
import dev.tautline.internal.handshake.Refusal;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.jakarta.endpoint.EndpointDescriptor;
import dev.tautline.jakarta.handshake.JakartaHandshake;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import dev.tautline.spec.UpgradeRequest;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests for endpoints into sessions: answers the handshake, then joins connection, endpoint instance and coders. Immutable. The user properties
 * of an endpoint have their say in its handshakes; those of a session, which {@code modifyHandshake} may have changed, in that session.
 */
final class EndpointHandshakes {
    private final EngineRuntime runtime;
    private final Function<String, @Nullable String> parameters;
    private final JakartaOptions options;
    private final ContainerDefaults defaults;
    private final ServerSessions sessions;
    private final JakartaHandshake handshake;

    EndpointHandshakes(
            EngineRuntime runtime,
            Function<String, @Nullable String> parameters,
            ContainerDefaults defaults,
            ServerSessions sessions) {
        this.runtime = runtime;
        this.parameters = parameters;
        this.defaults = defaults;
        this.sessions = sessions;
        this.options = JakartaOptions.from(parameters);
        this.handshake = handshake(options);
    }

    private JakartaHandshake handshake(JakartaOptions options) {
        return new JakartaHandshake(extensions(options), origins(options.origins()));
    }

    private ExtensionNegotiator extensions(JakartaOptions options) {
        if (!options.compression()) {
            return ExtensionNegotiator.NONE;
        }
        DeflateOptions deflate = DeflateOptions.builder(Profile.JAKARTA)
                .level(options.compressionLevel())
                .threshold(options.compressionThreshold())
                .build();
        return new ExtensionNegotiator(List.of(new PermessageDeflate(deflate, runtime.deflatePools())));
    }

    private static OriginPolicy origins(List<String> origins) {
        if (origins.contains("*")) {
            return OriginPolicy.ANY;
        }
        OriginPolicy listed = OriginPolicy.allow(
                origins.stream().filter(origin -> !origin.equals("same")).toList());
        return origins.contains("same")
                ? (values, request) ->
                        OriginPolicy.SAME_ORIGIN.permits(values, request) || listed.permits(values, request)
                : listed;
    }

    List<Extension> installedExtensions() {
        return handshake.installedExtensions();
    }

    /**
     * Checks what the user properties of an endpoint say.
     *
     * @throws DeploymentException if a value is wrong; the message names property, range and endpoint
     */
    void check(EndpointDescriptor endpoint) throws DeploymentException {
        try {
            settings(endpoint.config().getUserProperties());
        } catch (IllegalArgumentException e) {
            throw new DeploymentException(endpoint + ": " + e.getMessage(), e);
        }
    }

    private EngineSettings settings(Map<String, Object> userProperties) {
        return EngineSettings.anyOf(userProperties)
                ? EngineSettings.of(defaults, userProperties, parameters)
                : EngineSettings.of(defaults, options);
    }

    private JakartaHandshake handshakeOf(EndpointDescriptor endpoint) {
        Map<String, Object> own = endpoint.config().getUserProperties();
        return EngineSettings.anyOf(own) ? handshake(settings(own).options()) : handshake;
    }

    UpgradeAnswer answer(UpgradeRequest request, EndpointDescriptor endpoint, Map<String, String> pathParameters) {
        if (sessions.isShuttingDown()) {
            return refuse(Refusal.of(Profile.JAKARTA, 503, "Service Unavailable", List.of()));
        }
        JakartaHandshake.Outcome outcome = handshakeOf(endpoint).answer(request, endpoint, pathParameters);
        if (outcome instanceof JakartaHandshake.Refused refused) {
            return refuse(refused.refusal());
        }
        JakartaHandshake.Accepted accepted = (JakartaHandshake.Accepted) outcome;
        // Made before the 101 leaves: an endpoint that can't be made is a 500, not a connection that dies at once.
        AcceptedEndpoint made;
        EngineSettings settings = settings(accepted);
        try {
            made = AcceptedEndpoint.make(endpoint, accepted, sessions.authenticated());
        } catch (InstantiationException e) {
            throw new IllegalStateException(
                    "The endpoint at " + endpoint.template().path() + " can't be made", e);
        }
        return new UpgradeAnswer(
                accepted.acceptance().status(),
                accepted.acceptance().headers(),
                "",
                transport -> open(transport, accepted, made, settings),
                made::abandon);
    }

    /** What {@code modifyHandshake} has put there may be wrong. */
    private EngineSettings settings(JakartaHandshake.Accepted accepted) {
        EngineSettings settings = null;
        try {
            settings = settings(accepted.config().getUserProperties());
            return settings;
        } finally {
            if (settings == null) {
                accepted.acceptance().extensions().close();
            }
        }
    }

    private void open(
            Transport transport, JakartaHandshake.Accepted accepted, AcceptedEndpoint made, EngineSettings settings) {
        made.open(
                transport,
                sessions,
                settings.session(),
                (own, listener) -> new Connection(
                        own,
                        settings.connectionOptions(Role.SERVER),
                        accepted.acceptance().extensions(),
                        runtime,
                        listener));
    }

    private static UpgradeAnswer refuse(Refusal refusal) {
        return new UpgradeAnswer(refusal.status(), refusal.headers(), refusal.body(), null);
    }
}
