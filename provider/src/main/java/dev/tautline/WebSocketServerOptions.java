// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.handshake.Headers;
import dev.tautline.internal.handshake.OriginPolicy;
import dev.tautline.spec.Profile;
import dev.tautline.spec.UpgradeRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a {@link WebSocketServer} takes connections and how its sockets behave (ws 1.1, faye 1B.1). Immutable. */
public final class WebSocketServerOptions extends SocketOptions {
    private final @Nullable Integer port;
    private final @Nullable HttpHost server;
    private final boolean noServer;
    private final @Nullable String host;
    private final int backlog;
    private final @Nullable SSLContext tls;
    private final @Nullable String path;
    private final boolean clientTracking;
    private final @Nullable Function<VerifyInfo, CompletionStage<Verdict>> verifyClient;
    private final @Nullable BiFunction<Set<String>, UpgradeRequest, @Nullable String> handleProtocols;
    private final @Nullable List<String> protocols;
    private final List<Map.Entry<String, String>> headers;
    private final OriginPolicy origins;
    private final boolean allowDrafts;
    private final Function<WebSocket.Setup, ? extends WebSocket> webSocket;

    private WebSocketServerOptions(Builder builder) {
        super(builder);
        port = builder.port;
        server = builder.server;
        noServer = builder.noServer;
        host = builder.host;
        backlog = builder.backlog;
        tls = builder.tls;
        path = builder.path;
        clientTracking = builder.clientTracking;
        verifyClient = builder.verifyClient;
        handleProtocols = builder.handleProtocols;
        protocols = builder.protocols;
        headers = List.copyOf(builder.headers);
        origins = builder.origins;
        allowDrafts = builder.allowDrafts;
        webSocket = builder.webSocket;
    }

    /** Options of the {@code ws} profile. */
    public static Builder builder() {
        return builder(Profile.WS);
    }

    /** Starts from the defaults of a profile. */
    public static Builder builder(Profile profile) {
        return new Builder(profile);
    }

    /** The port to listen on; {@code null} in the other modes. */
    public @Nullable Integer port() {
        return port;
    }

    /** The HTTP server to join; {@code null} in the other modes. */
    public @Nullable HttpHost server() {
        return server;
    }

    /** Whether the application hands over every request itself. */
    public boolean noServer() {
        return noServer;
    }

    /** The address to listen on, {@code null} for all. */
    public @Nullable String host() {
        return host;
    }

    /** The length of the accept queue, 0 for the platform's own. */
    public int backlog() {
        return backlog;
    }

    /** For wss on a port of our own. */
    public @Nullable SSLContext tls() {
        return tls;
    }

    /** The only path that is served, {@code null} for all. */
    public @Nullable String path() {
        return path;
    }

    /** Whether the server has {@link WebSocketServer#clients}. */
    public boolean clientTracking() {
        return clientTracking;
    }

    @Nullable Function<VerifyInfo, CompletionStage<Verdict>> verifyClient() {
        return verifyClient;
    }

    @Nullable BiFunction<Set<String>, UpgradeRequest, @Nullable String> handleProtocols() {
        return handleProtocols;
    }

    /** The subprotocols that are spoken, {@code null} where none are named. */
    public @Nullable List<String> protocols() {
        return protocols;
    }

    /** Additional fields of the 101. */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    OriginPolicy origins() {
        return origins;
    }

    /** Whether clients may speak the drafts before RFC 6455. */
    public boolean allowDrafts() {
        return allowDrafts;
    }

    Function<WebSocket.Setup, ? extends WebSocket> webSocket() {
        return webSocket;
    }

    /** Collects options. Not safe for use by several threads. Exactly one of port, server and noServer is given. */
    public static final class Builder extends SocketOptions.Builder<Builder> {
        private @Nullable Integer port;
        private @Nullable HttpHost server;
        private boolean noServer;
        private @Nullable String host;
        private int backlog;
        private @Nullable SSLContext tls;
        private @Nullable String path;
        private boolean clientTracking = true;
        private @Nullable Function<VerifyInfo, CompletionStage<Verdict>> verifyClient;
        private @Nullable BiFunction<Set<String>, UpgradeRequest, @Nullable String> handleProtocols;
        private @Nullable List<String> protocols;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private OriginPolicy origins = OriginPolicy.SAME_ORIGIN;
        private boolean allowDrafts;
        private Function<WebSocket.Setup, ? extends WebSocket> webSocket = WebSocket::new;

        private Builder(Profile profile) {
            super(profile);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Listens on a port with an HTTP server of its own (artifact {@code tautline-server}); 0 for a free one (ws 1.1-01). */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port is 0 to 65535, not " + port);
            }
            this.port = port;
            return this;
        }

        /** Joins an HTTP server of the application's (ws 1.1-01). */
        public Builder server(HttpHost server) {
            this.server = Objects.requireNonNull(server, "server");
            return this;
        }

        /** Takes only what {@link WebSocketServer#handleUpgrade} is given (ws 1.1-01). */
        public Builder noServer() {
            noServer = true;
            return this;
        }

        /** The address to listen on, with {@link #port} only. Default all (ws 1.1-02). */
        public Builder host(String host) {
            this.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /** The length of the accept queue, with {@link #port} only. Default the platform's own (ws 1.1-03). */
        public Builder backlog(int backlog) {
            this.backlog = (int) atLeast(0, backlog, "backlog");
            return this;
        }

        /** Listens for wss, with {@link #port} only. */
        public Builder tls(SSLContext tls) {
            this.tls = Objects.requireNonNull(tls, "tls");
            return this;
        }

        /** Serves only this path: equal to the request target before its query as it came, nothing decoded. Default all (ws 1.1-04). */
        public Builder path(String path) {
            this.path = Objects.requireNonNull(path, "path");
            return this;
        }

        /** Default true (ws 1.1-05). */
        public Builder clientTracking(boolean clientTracking) {
            this.clientTracking = clientTracking;
            return this;
        }

        /**
         * Accepts a client or answers 401 (ws 1.3-01). An authentication that stands before {@link WebSocketServer#handleUpgrade} or in a filter is
         * usually the better place.
         */
        public Builder verifyClient(Predicate<VerifyInfo> verify) {
            Objects.requireNonNull(verify, "verify");
            verifyClient =
                    info -> CompletableFuture.completedFuture(verify.test(info) ? Verdict.accept() : Verdict.refuse());
            return this;
        }

        /** Accepts a client or refuses it, now or later, without holding a thread (ws 1.3-02). */
        public Builder verifyClientAsync(Function<VerifyInfo, CompletionStage<Verdict>> verify) {
            verifyClient = Objects.requireNonNull(verify, "verify");
            return this;
        }

        /**
         * Chooses a subprotocol where a client offers some (ws 1.1-16). {@code null} or empty names none. What it returns is not compared with what was
         * offered. Default: of {@link #protocols} the first offered; without these the first offered under {@code ws}, none otherwise.
         */
        public Builder handleProtocols(BiFunction<Set<String>, UpgradeRequest, @Nullable String> choice) {
            handleProtocols = Objects.requireNonNull(choice, "choice");
            return this;
        }

        /** The subprotocols that are spoken; the first that the client offers is chosen, none leaves the field out (faye 1B.1-03). */
        public Builder protocols(Collection<String> protocols) {
            this.protocols = List.copyOf(protocols);
            return this;
        }

        /** One subprotocol, or several in a list with commas (1.14-02). */
        public Builder protocols(String list) {
            return protocols(SubprotocolList.parse(list));
        }

        /**
         * An additional field of the 101 (faye 1B.1-05), behind those of the handshake. Under {@code faye} before them, and of fields of one name the first
         * only, but for {@code Set-Cookie}, {@code Set-Cookie2}, {@code Warning} and {@code WWW-Authenticate}.
         */
        public Builder header(String name, String value) {
            headers.add(Headers.field(name, value));
            return this;
        }

        /** Lets pages of these origins connect, such as {@code https://example.com}. Default: only pages of the host itself. */
        public Builder origins(Collection<String> allowed) {
            origins = OriginPolicy.allow(allowed);
            return this;
        }

        /** Lets pages of every origin connect. Cookies are sent with them: authenticate by something else. */
        public Builder anyOrigin() {
            origins = OriginPolicy.ANY;
            return this;
        }

        /**
         * Accepts hixie-75 and hixie-76 as faye's websocket-driver speaks them, and version 8 under every profile; {@code ws} accepts that anyway. Default false. Sockets of
         * hixie have texts only: other sends fail, {@code ping} says {@code false}, extensions and the heartbeat are off. These drafts do not protect proxies from
         * what a client sends; allow them only for clients that you know.
         */
        public Builder allowDrafts(boolean allow) {
            allowDrafts = allow;
            return this;
        }

        /** Makes the sockets, for subclasses: {@code MySocket::new} (ws 1.1-17). */
        public Builder webSocket(Function<WebSocket.Setup, ? extends WebSocket> factory) {
            webSocket = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /** @throws IllegalArgumentException if not exactly one of port, server and noServer is given, or something belongs to another of them */
        public WebSocketServerOptions build() {
            int modes = (port == null ? 0 : 1) + (server == null ? 0 : 1) + (noServer ? 1 : 0);
            if (modes != 1) {
                throw new IllegalArgumentException("One and only one of port, server and noServer must be given");
            }
            if (port == null && (host != null || backlog != 0 || tls != null)) {
                throw new IllegalArgumentException("host, backlog and tls belong to port");
            }
            return new WebSocketServerOptions(this);
        }
    }
}
