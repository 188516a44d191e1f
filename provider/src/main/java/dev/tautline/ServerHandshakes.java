// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.UpgradeAnswer;
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
        ServerHandshake handshake = new ServerHandshake(options.profile(), extensions, options.origins(), opening -> {
            handled.set(server.shouldHandle(asked));
            return handled.get();
        });
        Examination examination = handshake.examine(OpeningRequest.of(asked));
        if (examination instanceof Refusal refusal) {
            boolean broken = handled.get() && refusal.status() != FORBIDDEN;
            return broken ? server.refuseBroken(refusal, asked) : done(answer(refusal));
        }
        Proposal proposal = (Proposal) examination;
        RequestSnapshot request = RequestSnapshot.of(asked);
        var verify = options.verifyClient();
        if (verify == null) {
            return done(accept(proposal, request, opened));
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
            return decided.accepted() ? accept(proposal, request, opened) : answer(refuse(proposal, decided));
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
            Proposal proposal, RequestSnapshot request, BiConsumer<WebSocket, UpgradeRequest> opened) {
        if (server.state() != ServerState.RUNNING) {
            return answer(proposal.refuse(503, ReasonPhrase.of(503), List.of()));
        }
        try {
            Acceptance acceptance = proposal.accept(subprotocol(proposal, request), options.headers());
            List<Map.Entry<String, String>> headers = new ArrayList<>(acceptance.headers());
            server.tellHeaders(headers, request);
            headers.replaceAll(field -> Headers.field(field.getKey(), field.getValue()));
            return new UpgradeAnswer(
                    acceptance.status(),
                    headers,
                    "",
                    transport -> open(transport, acceptance, proposal, request, opened),
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
            Proposal proposal,
            RequestSnapshot request,
            BiConsumer<WebSocket, UpgradeRequest> opened) {
        SocketState state = new SocketState(options, request.requestUri());
        WebSocket socket = options.webSocket().apply(new WebSocket.Setup(state));
        Connection connection = new Connection(
                transport,
                connectionOptions,
                acceptance.extensions(),
                runtime,
                new SocketEvents(socket, () -> opened.accept(socket, request), () -> server.sockets()
                        .remove(socket)));
        state.open(
                connection,
                new SocketFacts(
                        request.requestUri(),
                        acceptance.subprotocol(),
                        String.join(",", acceptance.extensions().names()),
                        "hybi-" + proposal.version()));
        server.sockets().add(socket);
        connection.start();
    }
}
