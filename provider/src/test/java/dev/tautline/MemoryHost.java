// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.host.UpgradeHost;
import dev.tautline.spec.Profile;
import dev.tautline.testkit.TestRuntime;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An HTTP server in memory and in virtual time; HTTP itself is proved on the containers. */
final class MemoryHost implements HttpHost, UpgradeHost {
    static final SocketAddress ADDRESS = InetSocketAddress.createUnresolved("memory", 80);

    final TestRuntime runtime = new TestRuntime();
    final List<UpgradeResponder> responders = new ArrayList<>();
    boolean stopsAccepting;
    CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    /** A started server of the ws profile that joins this host. */
    WebSocketServer server(UnaryOperator<WebSocketServerOptions.Builder> options) {
        return server(Profile.WS, options);
    }

    /** A started server that joins this host. */
    WebSocketServer server(Profile profile, UnaryOperator<WebSocketServerOptions.Builder> options) {
        WebSocketServer server = new WebSocketServer(
                options.apply(WebSocketServerOptions.builder(profile).server(this))
                        .build());
        server.start();
        return server;
    }

    /** A started server of a profile with its defaults. */
    WebSocketServer server(Profile profile) {
        return server(profile, options -> options);
    }

    @Override
    public SocketAddress address() {
        return ADDRESS;
    }

    @Override
    public TestRuntime runtime() {
        return runtime;
    }

    @Override
    public Runnable join(UpgradeResponder responder) {
        responders.add(responder);
        return () -> responders.remove(responder);
    }

    @Override
    public void stopAccepting() {
        stopsAccepting = true;
    }

    @Override
    public CompletableFuture<Void> stop() {
        return stopped;
    }

    /** The answer of the first server that handles the request. */
    CompletableFuture<UpgradeAnswer> ask(MemoryRequest request) {
        return responders.stream()
                .filter(responder -> responder.handles(request))
                .findFirst()
                .orElseThrow()
                .respond(request)
                .toCompletableFuture();
    }

    /** The refusal of a request. */
    UpgradeAnswer refusal(MemoryRequest request) {
        UpgradeAnswer answer = ask(request).join();
        if (answer.accept() != null) {
            throw new AssertionError("The request was accepted");
        }
        return answer;
    }

    /** A connection of a good client. */
    MemoryClient open() {
        return open(MemoryRequest.get("/"));
    }

    /** A connection; its listeners of {@code connection} have run. */
    MemoryClient open(MemoryRequest request) {
        UpgradeAnswer answer = ask(request).join();
        Consumer<dev.tautline.internal.transport.Transport> accept = answer.accept();
        if (accept == null) {
            throw new AssertionError("The request was refused: " + answer.status() + " " + answer.body());
        }
        request.end();
        MemoryClient client = new MemoryClient(runtime, answer);
        accept.accept(client.transport);
        runtime.runAll();
        return client;
    }
}
