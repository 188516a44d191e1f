// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.handshake.Headers;
import dev.tautline.spec.Profile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How {@link WebSocket#connect} opens a socket and how it behaves (ws 1.6, faye 1B.2). Immutable. */
public final class WebSocketClientOptions extends SocketOptions {
    /** The {@code ws} profile with nothing changed. */
    public static final WebSocketClientOptions DEFAULTS = builder().build();

    private final List<String> protocols;
    private final boolean followRedirects;
    private final int maxRedirects;
    private final Duration handshakeTimeout;
    private final @Nullable String origin;
    private final int protocolVersion;
    private final List<Map.Entry<String, String>> headers;
    private final @Nullable String auth;
    private final TlsOptions tls;
    private final @Nullable ProxyOptions proxy;
    private final @Nullable Consumer<ByteBuffer> generateMask;
    private final @Nullable BiConsumer<HandshakeRequest, WebSocket> finishRequest;

    private WebSocketClientOptions(Builder builder) {
        super(builder);
        protocols = List.copyOf(builder.protocols);
        followRedirects = builder.followRedirects;
        maxRedirects = builder.maxRedirects;
        handshakeTimeout = builder.handshakeTimeout;
        origin = builder.origin;
        protocolVersion = builder.protocolVersion;
        headers = List.copyOf(builder.headers);
        auth = builder.auth;
        tls = builder.tls;
        proxy = builder.proxy;
        generateMask = builder.generateMask;
        finishRequest = builder.finishRequest;
    }

    /** Options of the {@code ws} profile. */
    public static Builder builder() {
        return builder(Profile.WS);
    }

    /** Starts from the defaults of a profile. */
    public static Builder builder(Profile profile) {
        return new Builder(profile);
    }

    /** Subprotocols to offer where {@code connect} is given none (ws 1.6-02). */
    public List<String> protocols() {
        return protocols;
    }

    /** Whether redirects are followed (ws 1.6-03). */
    public boolean followRedirects() {
        return followRedirects;
    }

    /** How many redirects are followed (ws 1.6-04). */
    public int maxRedirects() {
        return maxRedirects;
    }

    /** How long each request of the opening handshake may take (ws 1.6-06). */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** The value of {@code Origin}, {@code null} for none (ws 1.6-07). */
    public @Nullable String origin() {
        return origin;
    }

    /** 13 or 8 (ws 1.6-08). */
    public int protocolVersion() {
        return protocolVersion;
    }

    /** Header fields of the application, in the order to be sent (ws 1.6-15). */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    @Nullable String auth() {
        return auth;
    }

    /** TLS to the server. */
    public TlsOptions tls() {
        return tls;
    }

    /** The proxy to go through, {@code null} for none. */
    public @Nullable ProxyOptions proxy() {
        return proxy;
    }

    @Nullable Consumer<ByteBuffer> generateMask() {
        return generateMask;
    }

    @Nullable BiConsumer<HandshakeRequest, WebSocket> finishRequest() {
        return finishRequest;
    }

    /** Collects options. Not safe for use by several threads. What faye-websocket does not have is refused under its profile, as there (1B.2-06). */
    public static final class Builder extends SocketOptions.Builder<Builder> {
        private List<String> protocols = List.of();
        private boolean followRedirects;
        private int maxRedirects = 10;
        private Duration handshakeTimeout = Duration.ZERO;
        private @Nullable String origin;
        private int protocolVersion = 13;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private @Nullable String auth;
        private TlsOptions tls = TlsOptions.DEFAULTS;
        private @Nullable ProxyOptions proxy;
        private @Nullable Consumer<ByteBuffer> generateMask;
        private @Nullable BiConsumer<HandshakeRequest, WebSocket> finishRequest;

        private Builder(Profile profile) {
            super(profile);
            perMessageDeflate(profile == Profile.WS);
        }

        @Override
        Builder self() {
            return this;
        }

        private void notInFaye(String option, String instead) {
            if (profile == Profile.FAYE) {
                throw new IllegalArgumentException("faye-websocket has no " + option + "; " + instead);
            }
        }

        /** Subprotocols to offer, in order of preference, where {@code connect} is given none. */
        public Builder protocols(String... names) {
            protocols = List.of(names);
            return this;
        }

        /** Whether to follow redirects: any 3xx with {@code Location}. Default false. */
        public Builder followRedirects(boolean follow) {
            notInFaye("followRedirects", "use the ws profile");
            followRedirects = follow;
            return this;
        }

        /** Default 10; 0 or more. */
        public Builder maxRedirects(int redirects) {
            notInFaye("maxRedirects", "use the ws profile");
            maxRedirects = (int) atLeast(0, redirects, "maxRedirects");
            return this;
        }

        /** How long the opening handshake may take, from the beginning of each request to its answer. Default none. */
        public Builder handshakeTimeout(Duration timeout) {
            notInFaye("handshakeTimeout", "use the ws profile, or terminate the socket");
            handshakeTimeout = notNegative(timeout, "handshakeTimeout");
            return this;
        }

        /** Sends {@code Origin}; {@code Sec-WebSocket-Origin} under version 8. Default none. */
        public Builder origin(String origin) {
            notInFaye("origin", "use header(\"Origin\", …)");
            this.origin = Headers.field("Origin", origin).getValue();
            return this;
        }

        /**
         * Default 13.
         *
         * @throws IllegalArgumentException if it is neither 8 nor 13
         */
        public Builder protocolVersion(int version) {
            if (!profile.versions().contains(Integer.toString(version))) {
                throw new IllegalArgumentException("Unsupported protocol version: " + version + " (supported versions: "
                        + String.join(", ", profile.versions()) + ")");
            }
            protocolVersion = version;
            return this;
        }

        /**
         * Adds a header field to the request; {@code Host} replaces ours.
         *
         * @throws IllegalArgumentException if the name is no token or the value has control characters; at {@code connect}, if the field
         *     belongs to the handshake
         */
        public Builder header(String name, String value) {
            headers.add(Headers.field(name, value));
            return this;
        }

        /** Sends Basic credentials (ws 1.6-15 {@code auth}); user information of the address counts before them, an {@code Authorization} field before both. */
        public Builder auth(String user, String password) {
            auth = new dev.tautline.internal.connector.ProxySettings.Credentials(user, password).basic();
            return this;
        }

        /** TLS to the server. */
        public Builder tls(TlsOptions tls) {
            this.tls = Objects.requireNonNull(tls, "tls");
            return this;
        }

        /** Trusts the certificates of PEM text and no others (faye 1B.2-04 {@code ca}); replaces {@link #tls}. */
        public Builder ca(String pem) {
            return tls(TlsOptions.builder().ca(pem).build());
        }

        /** Goes through a proxy. Default none. */
        public Builder proxy(ProxyOptions proxy) {
            this.proxy = Objects.requireNonNull(proxy, "proxy");
            return this;
        }

        /**
         * Makes masking keys: fills the buffer of four bytes, for each frame, on the thread that writes. An all-zero key leaves the payload as it is
         * (ws 1.6-12). Default: a secure random. RFC 6455 §10.3 demands keys that cannot be predicted.
         */
        public Builder generateMask(Consumer<ByteBuffer> generator) {
            generateMask = Objects.requireNonNull(generator, "generator");
            return this;
        }

        /** Looks at and changes every request before it is sent, those of redirects too (ws 1.6-13). */
        public Builder finishRequest(BiConsumer<HandshakeRequest, WebSocket> customizer) {
            finishRequest = Objects.requireNonNull(customizer, "customizer");
            return this;
        }

        /** The options. */
        public WebSocketClientOptions build() {
            return new WebSocketClientOptions(this);
        }
    }
}
