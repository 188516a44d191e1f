// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.protocol.MaskSource;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import dev.tautline.spec.SlowConsumerPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one connection behaves: limits, times and the values of its behaviour profile. Immutable; what may change on an open
 * connection has a method on {@link Connection}. A {@link Duration} of zero means none.
 *
 * @param role which end this is
 * @param limits what the peer may send; the message limits are those at the start
 * @param outboundLimit bytes that may wait to be written; a message alone in the queue may be longer
 * @param slowConsumerPolicy what a send does when the queue is full and the send itself names no policy
 * @param sendTimeout how long a blocking send waits for room and for its bytes to be written; then it fails and the connection is
 *     closed
 * @param idleTimeout closes the connection when nothing was sent or received for so long
 * @param pingInterval how often a keepalive ping is sent
 * @param pongTimeout how long the pong of a keepalive ping may take before the connection is terminated with 1006
 * @param closeTimeout how long the closing handshake may take
 * @param autoPong whether pings are answered without the listener's doing; if not, the listener sees them and sends the pongs
 * @param maxPendingAutoPongs automatic pongs that may wait to be written, 0 for any number; with one more they are coalesced, or the
 *     connection is terminated with 1006, as {@link Profile#coalescesPongs} says
 * @param skipUtf8Validation whether text and close reasons may be invalid UTF-8; U+FFFD stands for what is bad
 * @param readAhead bytes that are read and wait for a running callback or for {@link Connection#resume}
 * @param deliveries how messages are delivered at the start
 * @param profile whose behaviour the connection has
 * @param maskSource where a client's masking keys come from, called by the thread that writes; {@code null} for a strong random source
 */
public record ConnectionOptions(
        Role role,
        InboundLimits limits,
        long outboundLimit,
        SlowConsumerPolicy slowConsumerPolicy,
        Duration sendTimeout,
        Duration idleTimeout,
        Duration pingInterval,
        Duration pongTimeout,
        Duration closeTimeout,
        boolean autoPong,
        int maxPendingAutoPongs,
        boolean skipUtf8Validation,
        int readAhead,
        Deliveries deliveries,
        Profile profile,
        @Nullable MaskSource maskSource) {
    public ConnectionOptions {
        require(outboundLimit > 0, "outboundLimit is more than 0");
        require(!sendTimeout.isNegative(), "sendTimeout is 0 (none) or more");
        require(!idleTimeout.isNegative(), "idleTimeout is 0 (none) or more");
        require(!pingInterval.isNegative(), "pingInterval is 0 (none) or more");
        require(!pongTimeout.isNegative(), "pongTimeout is 0 (none) or more");
        require(!closeTimeout.isNegative() && !closeTimeout.isZero(), "closeTimeout is more than 0");
        require(maxPendingAutoPongs >= 0, "maxPendingAutoPongs is 0 (unlimited) or more");
        require(readAhead > 0, "readAhead is more than 0");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** How messages of the two kinds reach the listener at the start. */
    public record Deliveries(Delivery text, Delivery binary) {
        /** Both whole. */
        public static final Deliveries WHOLE = new Deliveries(Delivery.WHOLE, Delivery.WHOLE);
    }

    /** Options with the engine's defaults and the Jakarta profile, to be changed. */
    public static Builder builder(Role role) {
        return new Builder(role);
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder {
        private static final long MIB = 1024 * 1024;

        private final Role role;
        private InboundLimits limits = new InboundLimits(InboundLimits.UNLIMITED, MIB, MIB, 16_384);
        private long outboundLimit = 16 * MIB;
        private SlowConsumerPolicy slowConsumerPolicy = SlowConsumerPolicy.FAIL;
        private Duration sendTimeout = Duration.ofSeconds(20);
        private Duration idleTimeout = Duration.ZERO;
        private Duration pingInterval = Duration.ZERO;
        private Duration pongTimeout = Duration.ofSeconds(30);
        private Duration closeTimeout = Duration.ofSeconds(30);
        private boolean autoPong = true;
        private int maxPendingAutoPongs = 60;
        private boolean skipUtf8Validation;
        private int readAhead = 64 * 1024;
        private Deliveries deliveries = Deliveries.WHOLE;
        private Profile profile = Profile.JAKARTA;
        private @Nullable MaskSource maskSource;

        private Builder(Role role) {
            this.role = role;
        }

        /** Default: frames unlimited, messages 1 MiB, 16,384 fragments. */
        public Builder limits(InboundLimits limits) {
            this.limits = limits;
            return this;
        }

        /** Bytes, more than 0. Default 16 MiB. */
        public Builder outboundLimit(long outboundLimit) {
            this.outboundLimit = outboundLimit;
            return this;
        }

        /** Default {@link SlowConsumerPolicy#FAIL}. */
        public Builder slowConsumerPolicy(SlowConsumerPolicy slowConsumerPolicy) {
            this.slowConsumerPolicy = slowConsumerPolicy;
            return this;
        }

        /** Default 20 s. */
        public Builder sendTimeout(Duration sendTimeout) {
            this.sendTimeout = sendTimeout;
            return this;
        }

        /** Default none. */
        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
            return this;
        }

        /** Default none: no keepalive. */
        public Builder pingInterval(Duration pingInterval) {
            this.pingInterval = pingInterval;
            return this;
        }

        /** Default 30 s; matters only with a ping interval. */
        public Builder pongTimeout(Duration pongTimeout) {
            this.pongTimeout = pongTimeout;
            return this;
        }

        /** Default 30 s. */
        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = closeTimeout;
            return this;
        }

        /** Default true. */
        public Builder autoPong(boolean autoPong) {
            this.autoPong = autoPong;
            return this;
        }

        /** Default 60; 0 for unlimited. */
        public Builder maxPendingAutoPongs(int maxPendingAutoPongs) {
            this.maxPendingAutoPongs = maxPendingAutoPongs;
            return this;
        }

        /** Default false. */
        public Builder skipUtf8Validation(boolean skipUtf8Validation) {
            this.skipUtf8Validation = skipUtf8Validation;
            return this;
        }

        /** Bytes, more than 0. Default 64 KiB. */
        public Builder readAhead(int readAhead) {
            this.readAhead = readAhead;
            return this;
        }

        /** Default whole messages. */
        public Builder deliveries(Deliveries deliveries) {
            this.deliveries = deliveries;
            return this;
        }

        /** Default {@link Profile#JAKARTA}. */
        public Builder profile(Profile profile) {
            this.profile = profile;
            return this;
        }

        /** Default {@code null}: a strong random source. A server doesn't ask it. */
        public Builder maskSource(@Nullable MaskSource maskSource) {
            this.maskSource = maskSource;
            return this;
        }

        /**
         * @throws IllegalArgumentException if a value is out of range; the message names it
         */
        public ConnectionOptions build() {
            return new ConnectionOptions(
                    role,
                    limits,
                    outboundLimit,
                    slowConsumerPolicy,
                    sendTimeout,
                    idleTimeout,
                    pingInterval,
                    pongTimeout,
                    closeTimeout,
                    autoPong,
                    maxPendingAutoPongs,
                    skipUtf8Validation,
                    readAhead,
                    deliveries,
                    profile,
                    maskSource);
        }
    }
}
