// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When and how often a {@link ReconnectingWebSocket} connects again: truncated exponential back-off with jitter (RFC 6455 §7.2.3). Attempt
 * <i>n</i> waits for up to {@code initialDelay × factor}<sup>n−1</sup>, at most {@code maxDelay}, longer only where the server's {@code Retry-After} says so. Immutable.
 */
public final class Reconnect {
    /** No bound, of attempts or of bytes. */
    public static final long UNLIMITED = SocketOptions.UNLIMITED;

    /** For ever, at first within 1 s, later within 30 s, after what {@linkplain Disconnect#isTemporary() may pass}. */
    public static final Reconnect DEFAULTS = builder().build();

    private final Duration initialDelay;
    private final double factor;
    private final Duration maxDelay;
    private final double jitter;
    private final long maxAttempts;
    private final Duration resetAfter;
    private final Duration retryAfterLimit;
    private final Predicate<Disconnect> condition;
    private final @Nullable Long queueLimit;

    private Reconnect(Builder builder) {
        initialDelay = builder.initialDelay;
        factor = builder.factor;
        maxDelay = builder.maxDelay;
        jitter = builder.jitter;
        maxAttempts = builder.maxAttempts;
        resetAfter = builder.resetAfter;
        retryAfterLimit = builder.retryAfterLimit;
        condition = builder.condition;
        queueLimit = builder.queueLimit;
    }

    /** Starts from {@link #DEFAULTS}. */
    public static Builder builder() {
        return new Builder();
    }

    /** The longest wait before the first attempt. */
    public Duration initialDelay() {
        return initialDelay;
    }

    /** By what the wait grows with each attempt. */
    public double factor() {
        return factor;
    }

    /** The longest wait of all. */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** The part of the wait that is random, 0 to 1. */
    public double jitter() {
        return jitter;
    }

    /** Attempts in a row. */
    public long maxAttempts() {
        return maxAttempts;
    }

    /** How long a connection must hold for the next attempt to be the first again. */
    public Duration resetAfter() {
        return resetAfter;
    }

    /** The longest wait that a server's {@code Retry-After} can ask for. */
    public Duration retryAfterLimit() {
        return retryAfterLimit;
    }

    /** What decides whether to connect again. */
    public Predicate<Disconnect> condition() {
        return condition;
    }

    /** Bytes of messages that wait while there is no connection; where none were given 0, under {@code faye} the outbound limit. */
    long queueLimit(SocketOptions options) {
        return queueLimit != null
                ? queueLimit
                : options.profile() == dev.tautline.spec.Profile.FAYE ? options.outboundLimit() : 0;
    }

    /**
     * The wait before an attempt.
     *
     * @param attempt from 1
     * @param retryAfter the field of the server's answer, {@code null} where it has none
     */
    Duration delay(long attempt, @Nullable String retryAfter, RandomGenerator random, Clock clock) {
        double grown = (double) initialDelay.toNanos() * Math.pow(factor, (double) Math.min(attempt - 1, 10_000));
        double longest = Math.min((double) maxDelay.toNanos(), grown);
        // nextDouble() is 0 to 1, without 1.
        Duration backOff = Duration.ofNanos((long) (longest * (1 - jitter) + longest * jitter * random.nextDouble()));
        if (retryAfter == null) {
            return backOff;
        }
        Instant now = clock.instant();
        Duration asked = RetryAfter.parse(retryAfter, now);
        Duration granted = asked.compareTo(retryAfterLimit) < 0 ? asked : retryAfterLimit;
        return granted.compareTo(backOff) > 0 ? granted : backOff;
    }

    /** Collects values, which are checked when they are given. Not safe for use by several threads. */
    public static final class Builder {
        /** A century: nanoseconds of it are far from the end of their range. */
        private static final Duration LONGEST = Duration.ofDays(36_500);

        private Duration initialDelay = Duration.ofSeconds(1);
        private double factor = 2;
        private Duration maxDelay = Duration.ofSeconds(30);
        private double jitter = 1;
        private long maxAttempts = UNLIMITED;
        private Duration resetAfter = Duration.ofSeconds(5);
        private Duration retryAfterLimit = Duration.ofMinutes(5);
        private Predicate<Disconnect> condition = Disconnect::isTemporary;
        private @Nullable Long queueLimit;

        private Builder() {}

        /** Default 1 s; more than zero. */
        public Builder initialDelay(Duration delay) {
            if (delay.isZero()) {
                throw new IllegalArgumentException("initialDelay is more than 0");
            }
            initialDelay = checked(delay, "initialDelay");
            return this;
        }

        /** Default 2; 1 or more. */
        public Builder factor(double factor) {
            if (!(factor >= 1 && factor <= 1_000)) {
                throw new IllegalArgumentException("factor is 1 to 1000, not " + factor);
            }
            this.factor = factor;
            return this;
        }

        /** Default 30 s. Bounds {@link #initialDelay} too. */
        public Builder maxDelay(Duration delay) {
            maxDelay = checked(delay, "maxDelay");
            return this;
        }

        /**
         * The part of each wait that is random: 1, the default, makes it anything from nothing to the whole ("full jitter"), which spreads the clients of a
         * server that has started again best; 0 makes it exact.
         */
        public Builder jitter(double jitter) {
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("jitter is 0 to 1, not " + jitter);
            }
            this.jitter = jitter;
            return this;
        }

        /** After so many attempts in a row it gives up. Default {@link Reconnect#UNLIMITED}; 1 or more. */
        public Builder maxAttempts(long attempts) {
            maxAttempts = SocketOptions.Builder.atLeast(1, attempts, "maxAttempts");
            return this;
        }

        /** Default 5 s: a server that accepts and closes at once does not get the short waits again and again. */
        public Builder resetAfter(Duration time) {
            resetAfter = checked(time, "resetAfter");
            return this;
        }

        /** Default 5 min. Zero ignores {@code Retry-After}. */
        public Builder retryAfterLimit(Duration limit) {
            retryAfterLimit = checked(limit, "retryAfterLimit");
            return this;
        }

        /**
         * Whether to connect again after what has happened. Default {@link Disconnect#isTemporary}. Not asked after the application has closed or terminated
         * the socket. What it throws is logged and ends the socket.
         */
        public Builder condition(Predicate<Disconnect> condition) {
            this.condition = Objects.requireNonNull(condition, "condition");
            return this;
        }

        /**
         * How many bytes of messages may wait for the next connection; 0 refuses sends while there is none. Default 0; under {@code faye}, which
         * queues before {@code open}, the {@link SocketOptions#outboundLimit}.
         */
        public Builder queueLimit(long bytes) {
            queueLimit = SocketOptions.Builder.atLeast(0, bytes, "queueLimit");
            return this;
        }

        /** The values. */
        public Reconnect build() {
            return new Reconnect(this);
        }

        private static Duration checked(Duration value, String name) {
            if (value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " is at most " + LONGEST.toDays() + " days, not " + value);
            }
            return SocketOptions.Builder.notNegative(value, name);
        }
    }
}
