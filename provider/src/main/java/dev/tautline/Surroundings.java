// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Timers;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What the outside brings to a {@link Reconnection}.
 *
 * @param random for the jitter
 * @param clock for the dates of {@code Retry-After}
 * @param released run once, at the end
 */
record Surroundings(
        Opener opener, Timers timers, Executor workers, RandomGenerator random, Clock clock, Runnable released) {
    /** Opens one socket. */
    interface Opener {
        /**
         * @param listeners shared by all sockets
         * @param opening given the socket before anything happens
         */
        void open(EventListeners listeners, Consumer<WebSocket> opening);
    }
}
