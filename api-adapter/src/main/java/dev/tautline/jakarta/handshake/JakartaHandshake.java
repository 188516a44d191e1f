// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.handshake.Acceptance;
import dev.tautline.internal.handshake.Examination;
import dev.tautline.internal.handshake.OpeningRequest;
import dev.tautline.internal.handshake.OriginPolicy;
import dev.tautline.internal.handshake.Proposal;
import dev.tautline.internal.handshake.Refusal;
import dev.tautline.internal.handshake.ServerHandshake;
import dev.tautline.jakarta.endpoint.ConfigList;
import dev.tautline.jakarta.endpoint.EndpointConfigurator;
import dev.tautline.jakarta.endpoint.EndpointDescriptor;
import dev.tautline.jakarta.session.SessionFacts;
import dev.tautline.spec.Profile;
import dev.tautline.spec.UpgradeRequest;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers opening handshakes for endpoints: the rules first, then, in the order of Jakarta WebSocket §3.1, the configurator's {@code checkOrigin},
 * {@code getNegotiatedSubprotocol}, {@code getNegotiatedExtensions} and {@code modifyHandshake}.
 */
public final class JakartaHandshake {
    /** What a handshake ends with: a refusal, or what a session is made of. */
    public sealed interface Outcome {}

    /** The server refuses. */
    public record Refused(Refusal refusal) implements Outcome {}

    /** The server accepts. */
    public record Accepted(Acceptance acceptance, ServerEndpointConfig config, SessionFacts facts) implements Outcome {}

    private static final System.Logger LOG = System.getLogger(JakartaHandshake.class.getName());

    private final ServerHandshake rules;
    private final OriginPolicy origins;
    private final List<Extension> installed;

    /**
     * For one container.
     *
     * @param extensions what the container itself negotiates
     * @param origins asked where an endpoint's configurator does not decide
     */
    public JakartaHandshake(ExtensionNegotiator extensions, OriginPolicy origins) {
        this.rules = new ServerHandshake(Profile.JAKARTA, extensions, OriginPolicy.ANY);
        this.origins = origins;
        this.installed = extensions.extensions().stream()
                .<Extension>map(extension -> JakartaExtension.of(ExtensionOffer.of(extension.name())))
                .toList();
    }

    /** The container's own extensions. */
    public List<Extension> installedExtensions() {
        return installed;
    }

    /** Decides about a request for an endpoint. Runs the application's configurator on the calling thread. */
    public Outcome answer(UpgradeRequest request, EndpointDescriptor endpoint, Map<String, String> pathParameters) {
        OpeningRequest opening = OpeningRequest.of(request);
        Examination examination = rules.examine(opening);
        if (examination instanceof Refusal refusal) {
            return new Refused(refusal);
        }
        Proposal proposal = (Proposal) examination;
        Outcome outcome = null;
        try {
            outcome = permits(request, opening, endpoint)
                    ? accept(request, endpoint, pathParameters, proposal)
                    : new Refused(proposal.refuse(403, "Forbidden", List.of()));
            return outcome;
        } finally {
            if (outcome == null) {
                proposal.extensions().close();
            }
        }
    }

    private boolean permits(UpgradeRequest request, OpeningRequest opening, EndpointDescriptor endpoint) {
        List<String> origin = request.headers("Origin");
        return endpoint.configurator()
                .checkOrigin(origin.isEmpty() ? null : origin.get(0), () -> origins.permits(origin, opening));
    }

    private Outcome accept(
            UpgradeRequest request,
            EndpointDescriptor endpoint,
            Map<String, String> pathParameters,
            Proposal proposal) {
        EndpointConfigurator configurator = endpoint.configurator();
        ServerEndpointConfig config = new SessionConfig(endpoint.config());
        String subprotocol =
                configurator.negotiatedSubprotocol(ConfigList.of(config.getSubprotocols()), proposal.subprotocols());
        List<Extension> chosen = chooseExtensions(configurator, config, proposal);
        Proposal agreed = withExtensions(proposal, chosen);
        Map<String, List<String>> parameters = parameters(request, pathParameters);
        JakartaHandshakeResponse response = new JakartaHandshakeResponse();
        configurator.modifyHandshake(config, new JakartaHandshakeRequest(request, parameters), response);
        Acceptance acceptance = agreed.accept(subprotocol, response.fields());
        SessionFacts facts = new SessionFacts(
                request.requestUri(),
                request.queryString(),
                pathParameters,
                parameters,
                subprotocol,
                List.copyOf(chosen),
                request.isSecure(),
                request.userPrincipal(),
                request.httpSession());
        return new Accepted(acceptance, config, facts);
    }

    private List<Extension> chooseExtensions(
            EndpointConfigurator configurator, ServerEndpointConfig config, Proposal proposal) {
        List<Extension> available = new ArrayList<>(ConfigList.of(config.getExtensions()));
        available.addAll(installed);
        List<Extension> requested = new ArrayList<>();
        for (ExtensionOffer offer : proposal.extensionOffers()) {
            requested.add(JakartaExtension.of(offer));
        }
        List<Extension> chosen = new ArrayList<>();
        for (Extension extension : configurator.negotiatedExtensions(available, requested)) {
            boolean ours = installed.stream().anyMatch(own -> own.getName().equals(extension.getName()));
            boolean repeated =
                    chosen.stream().anyMatch(earlier -> earlier.getName().equals(extension.getName()));
            if (!ours) {
                addOffered(extension, requested, chosen);
            } else if (!repeated) {
                // Our own extensions have been negotiated by their rules; the application says whether they are used.
                proposal.extensions().agreed().stream()
                        .filter(agreed -> agreed.name().equals(extension.getName()))
                        .findFirst()
                        .ifPresent(agreed -> chosen.add(JakartaExtension.of(agreed)));
            }
        }
        return chosen;
    }

    private static void addOffered(Extension extension, List<Extension> requested, List<Extension> chosen) {
        // RFC 6455 §9.1: extensions that the client did not offer "MUST NOT" be in the answer; its side would fail the
        // connection.
        if (requested.stream().anyMatch(offer -> offer.getName().equals(extension.getName()))) {
            chosen.add(extension);
        } else {
            LOG.log(
                    Level.WARNING,
                    "getNegotiatedExtensions named {0}, which the client did not offer; it is left out",
                    extension.getName());
        }
    }

    /** The application's extensions are named in the answer and change no payload; ours work if they were chosen. */
    private static Proposal withExtensions(Proposal proposal, List<Extension> chosen) {
        NegotiatedExtensions negotiated = proposal.extensions();
        List<ExtensionOffer> agreed =
                chosen.stream().map(JakartaExtension::offer).toList();
        boolean ours = negotiated.agreed().stream()
                .anyMatch(own -> agreed.stream().anyMatch(offer -> offer.name().equals(own.name())));
        if (!ours) {
            negotiated.close();
        }
        NegotiatedExtensions working = ours ? negotiated : NegotiatedExtensions.NONE;
        return new Proposal(
                proposal.profile(),
                proposal.version(),
                proposal.key(),
                proposal.subprotocols(),
                proposal.extensionOffers(),
                new NegotiatedExtensions(agreed, working.decoder(), working.encoder(), working.wireForm()));
    }

    private static Map<String, List<String>> parameters(UpgradeRequest request, Map<String, String> pathParameters) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(request.queryParameters());
        pathParameters.forEach((name, value) -> parameters.merge(name, List.of(value), (query, path) -> {
            List<String> both = new ArrayList<>(path);
            both.addAll(query);
            return List.copyOf(both);
        }));
        return Collections.unmodifiableMap(parameters);
    }
}
