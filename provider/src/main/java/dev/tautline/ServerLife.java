// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.Timers;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.host.PortListener;
import dev.tautline.internal.host.UpgradeHost;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** From start to close of one server: which host carries it, on which runtime, in which state. Any thread. */
final class ServerLife {
    private final WebSocketServer server;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Guarded by this, as is all that follows; the volatile ones are read without. */
    private boolean started;

    private volatile ServerState state = ServerState.RUNNING;
    private volatile @Nullable UpgradeHost host;
    private volatile @Nullable ServerHandshakes handshakes;
    private @Nullable ConnectionRuntime runtime;
    private Runnable leave = () -> {};

    ServerLife(WebSocketServer server) {
        this.server = server;
    }

    ServerState state() {
        return state;
    }

    @Nullable SocketAddress address() {
        return host instanceof HttpHost http ? http.address() : null;
    }

    CompletionStage<WebSocketServer> start(UpgradeResponder responder) {
        synchronized (this) {
            if (started || state != ServerState.RUNNING) {
                throw new IllegalStateException("A server starts once; make another one");
            }
            started = true;
        }
        WebSocketServerOptions options = server.options();
        if (options.noServer()) {
            return CompletableFuture.completedFuture(server);
        }
        CompletionStage<? extends UpgradeHost> found;
        try {
            found = options.server() == null
                    ? listen(options)
                    : CompletableFuture.completedFuture(host(options.server()));
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                started = false;
            }
            throw e;
        }
        CompletableFuture<WebSocketServer> listening = new CompletableFuture<>();
        found.whenComplete((carrier, failure) -> {
            if (failure != null) {
                Throwable cause = cause(failure);
                server.tell(ServerEvent.ERROR, listener -> listener.onError(cause));
                listening.completeExceptionally(cause);
            } else if (join(carrier, responder)) {
                server.tell(ServerEvent.LISTENING, Runnable::run);
                listening.complete(server);
            } else {
                carrier.stopAccepting();
                carrier.stop();
                listening.completeExceptionally(new IllegalStateException("The server was closed before it listened"));
            }
        });
        return listening;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static UpgradeHost host(HttpHost given) {
        if (given instanceof UpgradeHost carrier) {
            return carrier;
        }
        throw new IllegalArgumentException(
                "A host comes from dev.tautline.standalone.JettyHost or dev.tautline.servlet.ServletHost");
    }

    private CompletionStage<UpgradeHost> listen(WebSocketServerOptions options) {
        PortListener listener = ServiceLoader.load(PortListener.class, PortListener.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "port needs an HTTP server: add the artifact dev.tautline:tautline-server to the class path"));
        Integer port = options.port();
        return listener.listen(new PortListener.Settings(
                options.host(),
                port == null ? 0 : port,
                options.backlog(),
                options.tls(),
                error -> server.tell(ServerEvent.ERROR, told -> told.onError(error))));
    }

    /** False if the server was closed while its host came up. */
    private boolean join(UpgradeHost carrier, UpgradeResponder responder) {
        synchronized (this) {
            if (state != ServerState.RUNNING) {
                return false;
            }
            host = carrier;
            runtime = carrier.runtime();
            handshakes = new ServerHandshakes(server, carrier.runtime());
            leave = carrier.join(responder);
            return true;
        }
    }

    ServerHandshakes handshakes() {
        ServerHandshakes now = handshakes;
        if (now == null) {
            throw new IllegalStateException("The server has not been started");
        }
        return now;
    }

    /** Those on a runtime, for requests that the application hands over. */
    ServerHandshakes handshakes(ConnectionRuntime wanted) {
        synchronized (this) {
            ServerHandshakes now = handshakes;
            if (now == null || (runtime != null && runtime != wanted)) {
                now = new ServerHandshakes(server, wanted);
                handshakes = now;
            }
            runtime = wanted;
            return now;
        }
    }

    CompletionStage<Void> close() {
        Runnable leaving;
        UpgradeHost carrier;
        synchronized (this) {
            if (state == ServerState.CLOSED) {
                return CompletableFuture.failedFuture(new IllegalStateException("The server is not running"));
            }
            if (state == ServerState.CLOSING) {
                return closed.minimalCompletionStage();
            }
            state = ServerState.CLOSING;
            leaving = leave;
            leave = () -> {};
            carrier = host;
            host = null;
        }
        leaving.run();
        if (carrier != null) {
            carrier.stopAccepting();
        }
        var unused = server.sockets()
                .ending()
                .thenCompose(none -> stop(carrier))
                .whenComplete((nothing, failure) -> end(failure));
        return closed.minimalCompletionStage();
    }

    private static CompletionStage<?> stop(@Nullable UpgradeHost carrier) {
        return carrier == null ? CompletableFuture.completedFuture(null) : carrier.stop();
    }

    @SuppressWarnings("NullAway") // a Void stage completes with null
    private void end(@Nullable Throwable failure) {
        state = ServerState.CLOSED;
        server.tell(ServerEvent.CLOSE, Runnable::run);
        if (failure == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(cause(failure));
        }
    }

    CompletionStage<Void> shutdown(Duration deadline) {
        CompletionStage<Void> ended = close();
        server.sockets().goAway();
        ConnectionRuntime timed;
        synchronized (this) {
            timed = runtime;
        }
        CompletableFuture<Void> last = server.sockets().ending();
        if (timed != null && !last.isDone()) {
            Timers.Task timer = timed.timers()
                    .schedule(() -> timed.workers().execute(server.sockets()::terminate), deadline.toNanos());
            var unused = last.whenComplete((nothing, failure) -> timer.cancel());
        }
        return ended;
    }
}
