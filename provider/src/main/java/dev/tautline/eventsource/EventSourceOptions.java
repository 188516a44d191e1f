// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

import dev.tautline.spec.SlowConsumerPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How a source behaves. Immutable.
 *
 * @param retry how long the client waits before it comes back after the connection has broken; sent in whole milliseconds
 * @param ping how often a comment is sent to keep the connection open through proxies and to notice a client that has gone
 * @param headers more headers of the response, behind ours, in their order
 * @param outboundLimit bytes that may wait to be written; an event alone in the queue may be longer
 * @param slowConsumerPolicy what a send does when more would wait
 * @param sendTimeout how long a send waits under {@link SlowConsumerPolicy#BLOCK}; then it fails and the source is closed
 * @param writeTimeout when a client that takes not a byte is given up; looked at with every ping. Zero is never
 * @param proxies whose {@code Forwarded} and {@code X-Forwarded-*} headers count for {@link EventSource#url}; nobody's by default, because
 *     anyone can send them
 */
public record EventSourceOptions(
        Duration retry,
        Duration ping,
        List<Map.Entry<String, String>> headers,
        long outboundLimit,
        SlowConsumerPolicy slowConsumerPolicy,
        Duration sendTimeout,
        Duration writeTimeout,
        Predicate<InetAddress> proxies) {
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(5);
    private static final Duration DEFAULT_PING = Duration.ofSeconds(10);

    /** What a source has that was opened without options. */
    public static final EventSourceOptions DEFAULTS = builder().build();

    /**
     * @throws IllegalArgumentException if a value is out of range; the message names it
     */
    public EventSourceOptions {
        require(!retry.isNegative(), "retry is 0 (the default) or more");
        require(!ping.isNegative(), "ping is 0 (the default) or more");
        require(outboundLimit > 0, "outboundLimit is more than 0");
        require(!sendTimeout.isNegative() && !sendTimeout.isZero(), "sendTimeout is more than 0");
        require(!writeTimeout.isNegative(), "writeTimeout is 0 (never) or more");
        Objects.requireNonNull(slowConsumerPolicy, "slowConsumerPolicy");
        Objects.requireNonNull(proxies, "proxies");
        retry = retry.isZero() ? DEFAULT_RETRY : retry;
        ping = ping.isZero() ? DEFAULT_PING : ping;
        headers = List.copyOf(headers);
        headers.forEach(EventSourceOptions::checkHeader);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static void checkHeader(Map.Entry<String, String> header) {
        String name = header.getKey();
        // RFC 9110 §5.6.2: what a token is made of.
        require(
                !name.isEmpty()
                        && name.chars().allMatch(c -> c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0),
                "The name of a header is a token: " + name.replaceAll("\\p{Cntrl}", "?"));
        require(
                header.getValue().chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F)),
                "The value of the header " + name + " has a control character in it");
    }

    /** Options with the defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder {
        private Duration retry = DEFAULT_RETRY;
        private Duration ping = DEFAULT_PING;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private long outboundLimit = 16L * 1024 * 1024;
        private SlowConsumerPolicy slowConsumerPolicy = SlowConsumerPolicy.FAIL;
        private Duration sendTimeout = Duration.ofSeconds(20);
        private Duration writeTimeout = Duration.ofMinutes(2);
        private Predicate<InetAddress> proxies = address -> false;

        private Builder() {}

        /** Default 5 s; zero is the default again, as in faye-websocket. */
        public Builder retry(Duration retry) {
            this.retry = retry;
            return this;
        }

        /** Default 10 s; zero is the default again, as in faye-websocket. */
        public Builder ping(Duration ping) {
            this.ping = ping;
            return this;
        }

        /** Adds a header of the response. */
        public Builder header(String name, String value) {
            headers.add(Map.entry(name, value));
            return this;
        }

        /** Adds headers of the response. */
        public Builder headers(Map<String, String> more) {
            more.forEach(this::header);
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

        /** Default 2 minutes; zero is never. */
        public Builder writeTimeout(Duration writeTimeout) {
            this.writeTimeout = writeTimeout;
            return this;
        }

        /** Default nobody. */
        public Builder proxies(Predicate<InetAddress> proxies) {
            this.proxies = proxies;
            return this;
        }

        /**
         * @throws IllegalArgumentException if a value is out of range; the message names it
         */
        public EventSourceOptions build() {
            return new EventSourceOptions(
                    retry, ping, headers, outboundLimit, slowConsumerPolicy, sendTimeout, writeTimeout, proxies);
        }
    }
}
