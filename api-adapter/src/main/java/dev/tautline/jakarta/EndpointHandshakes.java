// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.internal.handshake.OriginPolicy;
import dev.tautline.internal.handshake.Refusal;
import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.jakarta.endpoint.EndpointDescriptor;
import dev.tautline.jakarta.handshake.JakartaHandshake;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import dev.tautline.spec.UpgradeRequest;
import jakarta.websocket.Extension;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Turns requests for endpoints into sessions: answers the handshake, then joins connection, endpoint instance and coders. Immutable. */
final class EndpointHandshakes {
    private final EngineRuntime runtime;
    private final JakartaOptions options;
    private final ContainerDefaults defaults;
    private final ServerSessions sessions;
    private final JakartaHandshake handshake;

    EndpointHandshakes(
            EngineRuntime runtime, JakartaOptions options, ContainerDefaults defaults, ServerSessions sessions) {
        this.runtime = runtime;
        this.options = options;
        this.defaults = defaults;
        this.sessions = sessions;
        this.handshake = new JakartaHandshake(extensions(runtime, options), origins(options.origins()));
    }

    private static ExtensionNegotiator extensions(EngineRuntime runtime, JakartaOptions options) {
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

    UpgradeAnswer answer(UpgradeRequest request, EndpointDescriptor endpoint, Map<String, String> pathParameters) {
        if (sessions.isShuttingDown()) {
            return refuse(Refusal.of(Profile.JAKARTA, 503, "Service Unavailable", List.of()));
        }
        JakartaHandshake.Outcome outcome = handshake.answer(request, endpoint, pathParameters);
        if (outcome instanceof JakartaHandshake.Refused refused) {
            return refuse(refused.refusal());
        }
        JakartaHandshake.Accepted accepted = (JakartaHandshake.Accepted) outcome;
        // Made before the 101 leaves: an endpoint that can't be made is a 500, not a connection that dies at once.
        AcceptedEndpoint made;
        try {
            made = AcceptedEndpoint.make(endpoint, accepted);
        } catch (InstantiationException e) {
            throw new IllegalStateException(
                    "The endpoint at " + endpoint.template().path() + " can't be made", e);
        }
        return new UpgradeAnswer(
                accepted.acceptance().status(),
                accepted.acceptance().headers(),
                "",
                transport -> open(transport, accepted, made),
                made::abandon);
    }

    private void open(Transport transport, JakartaHandshake.Accepted accepted, AcceptedEndpoint made) {
        made.open(
                transport,
                sessions,
                defaults.sessionSettings(),
                (own, listener) -> new Connection(
                        own, connectionOptions(), accepted.acceptance().extensions(), runtime, listener));
    }

    private ConnectionOptions connectionOptions() {
        return ConnectionOptions.builder(Role.SERVER)
                .limits(new InboundLimits(
                        InboundLimits.UNLIMITED,
                        InboundLimits.UNLIMITED,
                        InboundLimits.UNLIMITED,
                        options.maxFragments()))
                .outboundLimit(options.outboundLimit())
                .sendTimeout(options.sendTimeout())
                .idleTimeout(Duration.ofMillis(Math.max(0, defaults.getDefaultMaxSessionIdleTimeout())))
                .pingInterval(options.pingInterval())
                .pongTimeout(options.pongTimeout())
                .closeTimeout(options.closeTimeout())
                .profile(Profile.JAKARTA)
                .build();
    }

    private static UpgradeAnswer refuse(Refusal refusal) {
        return new UpgradeAnswer(refusal.status(), refusal.headers(), refusal.body(), null);
    }
}
