// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.draft.HixieHandshake;
import dev.tautline.internal.draft.HixieOpening;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.handshake.Acceptance;
import dev.tautline.internal.handshake.Examination;
import dev.tautline.internal.handshake.Headers;
import dev.tautline.internal.handshake.OpeningRequest;
import dev.tautline.internal.handshake.Proposal;
import dev.tautline.internal.handshake.Refusal;
import dev.tautline.internal.handshake.ServerHandshake;
import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.Role;
import dev.tautline.spec.UpgradeRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Answers the opening handshakes of one server on one runtime, in the order of ws (SEMANTICS 1.4). Immutable. */
final class ServerHandshakes {
    /** Of a foreign origin: the request itself is in order. */
    private static final int FORBIDDEN = 403;

    private final WebSocketServer server;
    private final WebSocketServerOptions options;
    private final ConnectionRuntime runtime;
    private final ExtensionNegotiator extensions;
    private final ConnectionOptions connectionOptions;

    ServerHandshakes(WebSocketServer server, ConnectionRuntime runtime) {
        this.server = server;
        this.options = server.options();
        this.runtime = runtime;
        this.extensions = EngineOptions.extensions(options, runtime.deflatePools());
        this.connectionOptions = EngineOptions.of(options, Role.SERVER);
    }

    /**
     * The answer to a request.
     *
     * @param opened told of the socket inside its {@code open} event
     */
    CompletionStage<UpgradeAnswer> respond(UpgradeRequest asked, BiConsumer<WebSocket, UpgradeRequest> opened) {
        AtomicBoolean handled = new AtomicBoolean(true);
        ServerHandshake handshake = new ServerHandshake(options.profile(), extensions, options.origins(), ignored -> {
            handled.set(server.shouldHandle(asked));
            return handled.get();
        });
        OpeningRequest opening = OpeningRequest.of(asked);
        HixieHandshake hixie = options.allowDrafts() ? HixieHandshake.of(opening) : null;
        Examination examination = hixie == null
                ? (options.allowDrafts() ? handshake.withDrafts() : handshake).examine(opening)
                : hixie.examine(handshake);
        if (examination instanceof Refusal refusal) {
            boolean broken = handled.get() && refusal.status() != FORBIDDEN;
            return broken ? server.refuseBroken(refusal, asked) : done(answer(refusal));
        }
        Proposal proposal = (Proposal) examination;
        RequestSnapshot request = RequestSnapshot.of(asked);
        var verify = options.verifyClient();
        if (verify == null) {
            return done(accept(proposal, hixie, request, opened));
        }
        CompletionStage<Verdict> verdict;
        try {
            verdict = verify.apply(verifyInfo(proposal, request));
        } catch (RuntimeException | Error e) {
            proposal.extensions().close();
            throw e;
        }
        return verdict.handle((decided, failure) -> {
            if (failure != null) {
                proposal.extensions().close();
                throw failure instanceof java.util.concurrent.CompletionException already
                        ? already
                        : new java.util.concurrent.CompletionException(failure);
            }
            return decided.accepted() ? accept(proposal, hixie, request, opened) : answer(refuse(proposal, decided));
        });
    }

    private static CompletionStage<UpgradeAnswer> done(UpgradeAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    static UpgradeAnswer answer(Refusal refusal) {
        return new UpgradeAnswer(refusal.status(), refusal.headers(), refusal.body(), null);
    }

    private static VerifyInfo verifyInfo(Proposal proposal, UpgradeRequest request) {
        List<String> origin = request.headers(proposal.version() == 8 ? "Sec-WebSocket-Origin" : "Origin");
        return new VerifyInfo(origin.isEmpty() ? null : origin.get(0), request, request.isSecure());
    }

    private static Refusal refuse(Proposal proposal, Verdict verdict) {
        String name = verdict.name();
        return proposal.refuse(
                verdict.code(),
                name == null ? ReasonPhrase.of(verdict.code()) : name,
                List.copyOf(verdict.headers().entrySet()));
    }

    private UpgradeAnswer accept(
            Proposal proposal,
            @Nullable HixieHandshake hixie,
            RequestSnapshot request,
            BiConsumer<WebSocket, UpgradeRequest> opened) {
        if (server.state() != ServerState.RUNNING) {
            return answer(proposal.refuse(503, ReasonPhrase.of(503), List.of()));
        }
        try {
            String subprotocol = subprotocol(proposal, request);
            Acceptance acceptance = hixie == null
                    ? proposal.accept(subprotocol, options.headers())
                    : hixie.accept(proposal, request.requestUri(), subprotocol, options.headers());
            List<Map.Entry<String, String>> headers = new ArrayList<>(acceptance.headers());
            server.tellHeaders(headers, request);
            headers.replaceAll(field -> Headers.field(field.getKey(), field.getValue()));
            if (hixie != null) {
                headers.add(0, HixieHandshake.UPGRADE);
            }
            return new UpgradeAnswer(
                    acceptance.status(),
                    headers,
                    "",
                    hixie == null
                            ? transport -> open(transport, acceptance, "hybi-" + proposal.version(), request, opened)
                            : transport -> HixieOpening.begin(
                                    transport,
                                    hixie,
                                    options.maxPayload(),
                                    runtime,
                                    frames -> open(
                                            frames, acceptance, hixie.version().version(), request, opened)),
                    acceptance.extensions()::close);
        } catch (RuntimeException | Error e) {
            proposal.extensions().close();
            throw e;
        }
    }

    private String subprotocol(Proposal proposal, UpgradeRequest request) {
        var choice = options.handleProtocols();
        if (choice == null) {
            return proposal.chooseSubprotocol(options.protocols());
        }
        if (proposal.subprotocols().isEmpty()) {
            return "";
        }
        String chosen = choice.apply(new LinkedHashSet<>(proposal.subprotocols()), request);
        return chosen == null ? "" : chosen;
    }

    private void open(
            Transport transport,
            Acceptance acceptance,
            String version,
            RequestSnapshot request,
            BiConsumer<WebSocket, UpgradeRequest> opened) {
        SocketState state = new SocketState(options, request.requestUri());
        WebSocket socket = options.webSocket().apply(new WebSocket.Setup(state));
        SocketFacts facts = new SocketFacts(
                request.requestUri(),
                acceptance.subprotocol(),
                String.join(",", acceptance.extensions().names()),
                version);
        Connection connection = new Connection(
                transport,
                facts.isHixie() ? EngineOptions.ofHixie(options) : connectionOptions,
                acceptance.extensions(),
                runtime,
                new SocketEvents(socket, () -> opened.accept(socket, request), () -> server.sockets()
                        .remove(socket)));
        state.open(connection, facts);
        server.sockets().add(socket);
        connection.start();
    }
}
