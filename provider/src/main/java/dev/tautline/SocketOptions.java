// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.extension.Extension;
import dev.tautline.spec.Profile;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.spec.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What servers and clients have in common: how their sockets behave. Immutable. A {@link Duration} of zero means none. The defaults are those of
 * the {@link Profile}, so the profile is chosen first.
 */
public abstract sealed class SocketOptions permits WebSocketServerOptions, WebSocketClientOptions {
    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final Profile profile;
    private final long maxPayload;
    private final long maxFragments;
    private final long maxPendingAutoPongs;
    private final boolean autoPong;
    private final boolean skipUtf8Validation;
    private final Duration closeTimeout;
    private final Duration idleTimeout;
    private final Duration heartbeat;
    private final Duration heartbeatTimeout;
    private final long outboundLimit;
    private final SlowConsumerPolicy slowConsumerPolicy;
    private final @Nullable PerMessageDeflate perMessageDeflate;
    private final BinaryType binaryType;
    private final List<Extension> extensions;

    SocketOptions(Builder<?> builder) {
        profile = builder.profile;
        maxPayload = builder.maxPayload;
        maxFragments = builder.maxFragments;
        maxPendingAutoPongs = builder.maxPendingAutoPongs;
        autoPong = builder.autoPong;
        skipUtf8Validation = builder.skipUtf8Validation;
        closeTimeout = builder.closeTimeout;
        idleTimeout = builder.idleTimeout;
        heartbeat = builder.heartbeat;
        heartbeatTimeout = builder.heartbeatTimeout;
        outboundLimit = builder.outboundLimit;
        slowConsumerPolicy = builder.slowConsumerPolicy;
        perMessageDeflate = builder.perMessageDeflate;
        binaryType = builder.binaryType;
        extensions = List.copyOf(builder.extensions);
    }

    /** Whose behaviour the sockets have; {@link Profile#WS} by default. */
    public Profile profile() {
        return profile;
    }

    /** Bytes of one message, wire and inflated (ws 1.1-07 {@code maxPayload}, faye {@code maxLength}). */
    public long maxPayload() {
        return maxPayload;
    }

    /** Data frames of one message, empty ones included (ws 1.1-08). */
    public long maxFragments() {
        return maxFragments;
    }

    /** Automatic pongs that may wait to be written (ws 1.1-10). */
    public long maxPendingAutoPongs() {
        return maxPendingAutoPongs;
    }

    /** Whether pings are answered without the application's doing (ws 1.1-13). */
    public boolean autoPong() {
        return autoPong;
    }

    /** Whether text and close reasons are taken as they are (ws 1.1-11). */
    public boolean skipUtf8Validation() {
        return skipUtf8Validation;
    }

    /** How long the closing handshake may take (ws 1.1-14). */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** Closes a socket on which nothing was sent or received for so long. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** How often the peer is pinged. */
    public Duration heartbeat() {
        return heartbeat;
    }

    /** How long a heartbeat's pong may take before the socket is terminated. */
    public Duration heartbeatTimeout() {
        return heartbeatTimeout;
    }

    /** Bytes that may wait to be written to one peer. */
    public long outboundLimit() {
        return outboundLimit;
    }

    /** What a send does when the outbound queue is full. */
    public SlowConsumerPolicy slowConsumerPolicy() {
        return slowConsumerPolicy;
    }

    /** What is negotiated of permessage-deflate, {@code null} for nothing (ws 1.1-06). */
    public @Nullable PerMessageDeflate perMessageDeflate() {
        return perMessageDeflate;
    }

    /** The application's own extensions, in order of preference. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** How sockets hand over binary messages at the start (ws 1.9-03). */
    public BinaryType binaryType() {
        return binaryType;
    }

    /**
     * Collects options. Not safe for use by several threads. Values are checked when they are given.
     *
     * @param <B> the builder itself
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits WebSocketServerOptions.Builder, WebSocketClientOptions.Builder {
        private static final long WS_MAX_PAYLOAD = 100L * 1024 * 1024;
        private static final long FAYE_MAX_LENGTH = (1 << 26) - 1;
        private static final long OUTBOUND_LIMIT = 16L * 1024 * 1024;

        final Profile profile;
        long maxPayload;
        long maxFragments = 16_384;
        long maxPendingAutoPongs = 60;
        boolean autoPong = true;
        boolean skipUtf8Validation;
        Duration closeTimeout = Duration.ofSeconds(30);
        Duration idleTimeout = Duration.ZERO;
        Duration heartbeat = Duration.ZERO;
        Duration heartbeatTimeout = Duration.ofSeconds(30);
        long outboundLimit = OUTBOUND_LIMIT;
        SlowConsumerPolicy slowConsumerPolicy = SlowConsumerPolicy.FAIL;

        @Nullable PerMessageDeflate perMessageDeflate;

        BinaryType binaryType = BinaryType.BYTE_BUFFER;
        final List<Extension> extensions = new ArrayList<>();

        Builder(Profile profile) {
            this.profile = profile;
            this.maxPayload = profile == Profile.FAYE ? FAYE_MAX_LENGTH : WS_MAX_PAYLOAD;
        }

        abstract B self();

        /** Default 100 MiB; 2^26 − 1 under {@code faye}. {@link #UNLIMITED} for none. */
        public B maxPayload(long bytes) {
            maxPayload = atLeast(1, bytes, "maxPayload");
            return self();
        }

        /** Default 16,384; {@link #UNLIMITED} for none. */
        public B maxFragments(long frames) {
            maxFragments = atLeast(1, frames, "maxFragments");
            return self();
        }

        /** Default 60; {@link #UNLIMITED} for none. One ping more terminates the socket, without an {@code error} event. */
        public B maxPendingAutoPongs(long pongs) {
            maxPendingAutoPongs = atLeast(1, pongs, "maxPendingAutoPongs");
            return self();
        }

        /** Default true. */
        public B autoPong(boolean autoPong) {
            this.autoPong = autoPong;
            return self();
        }

        /** Default false. */
        public B skipUtf8Validation(boolean skip) {
            skipUtf8Validation = skip;
            return self();
        }

        /** Default 30 s; more than zero. */
        public B closeTimeout(Duration timeout) {
            if (timeout.isZero()) {
                throw new IllegalArgumentException("closeTimeout is more than 0");
            }
            closeTimeout = notNegative(timeout, "closeTimeout");
            return self();
        }

        /** Default none. */
        public B idleTimeout(Duration timeout) {
            idleTimeout = notNegative(timeout, "idleTimeout");
            return self();
        }

        /**
         * Pings every {@code interval} and terminates the socket when the pong does not come within {@code timeout}; zero waits for ever. Default off. These pings and their
         * pongs are not shown to listeners.
         */
        public B heartbeat(Duration interval, Duration timeout) {
            heartbeat = notNegative(interval, "heartbeat");
            heartbeatTimeout = notNegative(timeout, "heartbeatTimeout");
            return self();
        }

        /**
         * Pings every {@code interval} and closes nothing when pongs don't come (faye 1B.1-07). Under {@code faye} the payloads are 1, 2, 3 and so on.
         * Default off; zero turns it off.
         */
        public B ping(Duration interval) {
            return heartbeat(interval, Duration.ZERO);
        }

        /** Bytes, at least 1. Default 16 MiB. */
        public B outboundLimit(long bytes) {
            outboundLimit = atLeast(1, bytes, "outboundLimit");
            return self();
        }

        /** Default {@link SlowConsumerPolicy#FAIL}. */
        public B slowConsumerPolicy(SlowConsumerPolicy policy) {
            slowConsumerPolicy = Objects.requireNonNull(policy, "policy");
            return self();
        }

        /** {@code true}: {@link PerMessageDeflate#DEFAULTS}; {@code false}: none. Default: on for ws clients, off otherwise. */
        public B perMessageDeflate(boolean on) {
            perMessageDeflate = on ? PerMessageDeflate.DEFAULTS : null;
            return self();
        }

        /** Negotiates permessage-deflate with these properties. */
        public B perMessageDeflate(PerMessageDeflate deflate) {
            perMessageDeflate = Objects.requireNonNull(deflate, "deflate");
            return self();
        }

        /**
         * Negotiates an extension of the application's (websocket-extensions, 1B.5). Several come in order of preference, behind permessage-deflate: a message is
         * encoded in that order and decoded in reverse. Of two that use the same reserved bit a server skips the later; a client fails.
         *
         * @throws IllegalArgumentException if one of that name is there already, or it is named permessage-deflate
         */
        public B extension(Extension extension) {
            String name = Token.require(extension.name(), "The name of an extension");
            boolean taken = name.equals(EngineOptions.DEFLATE)
                    || extensions.stream().anyMatch(other -> other.name().equals(name));
            if (taken) {
                throw new IllegalArgumentException("The extension " + name + " is there already; give it once");
            }
            extensions.add(extension);
            return self();
        }

        /** Default {@link BinaryType#BYTE_BUFFER}. */
        public B binaryType(BinaryType type) {
            binaryType = Objects.requireNonNull(type, "type");
            return self();
        }

        static long atLeast(long least, long value, String name) {
            if (value < least) {
                throw new IllegalArgumentException(name + " is " + least + " or more, not " + value);
            }
            return value;
        }

        static Duration notNegative(Duration value, String name) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(name + " is 0 (none) or more, not " + value);
            }
            return value;
        }
    }
}
