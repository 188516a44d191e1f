// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.Verdict;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.servlet.ServletHost;
import dev.tautline.spec.UpgradeRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The application's servers of the native API: three that join the application (one of them takes drafts), one that its servlet and its filter hand requests to. */
public final class NativeServers {
    /** What the servers of the application that was started last have told. */
    private static volatile Queue<String> told = new ConcurrentLinkedQueue<>();

    private static volatile List<WebSocketServer> servers = List.of();

    /** Verdicts that the tests give, for {@code /native/verified}. */
    private static final Queue<CompletableFuture<Verdict>> VERDICTS = new ConcurrentLinkedQueue<>();

    private NativeServers() {}

    static void start(ServletContext context) {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        ServletHost host = ServletHost.of(context);
        WebSocketServer echo = new WebSocketServer(WebSocketServerOptions.builder()
                .server(host)
                .path("/native")
                .perMessageDeflate(true)
                .build());
        echo.onConnection(NativeServers::echo);
        WebSocketServer verified = new WebSocketServer(WebSocketServerOptions.builder()
                .server(host)
                .path("/native/verified")
                .verifyClientAsync(info -> nextVerdict())
                .build());
        verified.onConnection(NativeServers::echo);
        WebSocketServer held = new WebSocketServer(WebSocketServerOptions.builder()
                .noServer()
                .verifyClientAsync(info -> info.request().headers("Wait").isEmpty()
                        ? CompletableFuture.completedFuture(Verdict.accept())
                        : nextVerdict())
                .build());
        held.onConnection(NativeServers::echo);
        WebSocketServer drafts = new WebSocketServer(WebSocketServerOptions.builder()
                .server(host)
                .path("/native/drafts")
                .allowDrafts(true)
                .build());
        drafts.onConnection(NativeServers::echo);
        servers = List.of(echo, verified, held, drafts);
        for (WebSocketServer server : servers) {
            server.onClose(() -> events.add("close " + server.state()));
            server.start();
        }
        told = events;
        ServletRegistration.Dynamic servlet = context.addServlet("native", new NativeServlet(held));
        servlet.addMapping("/native/servlet/*");
        servlet.setAsyncSupported(true);
        var filter = context.addFilter("native", new NativeFilter(held));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/native/filter");
    }

    private static CompletableFuture<Verdict> nextVerdict() {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        VERDICTS.add(verdict);
        return verdict;
    }

    /** The verdict that a handshake waits for, or {@code null}. */
    public static @Nullable CompletableFuture<Verdict> takeVerdict() {
        return VERDICTS.poll();
    }

    /** What the servers have told since the application started. */
    public static List<String> told() {
        return List.copyOf(told);
    }

    /** Echoes; answers {@code who}, {@code where}, {@code version} and {@code cookie} from the request, long after it. */
    private static void echo(WebSocket socket, UpgradeRequest request) {
        socket.onMessage((from, message) -> {
            if (message.isBinary()) {
                from.send(message);
                return;
            }
            from.send(
                    switch (message.text()) {
                        case "who" ->
                            from.attachment() == null
                                    ? "nobody"
                                    : from.attachment().toString();
                        case "where" ->
                            request.requestUri().getRawPath() + " " + request.path() + " " + request.queryString();
                        case "version" -> from.version();
                        case "cookie" -> String.join(";", request.headers("cookie"));
                        case "user" ->
                            request.userPrincipal() == null
                                    ? "none"
                                    : request.userPrincipal().getName();
                        default -> message.text();
                    });
        });
    }
}
