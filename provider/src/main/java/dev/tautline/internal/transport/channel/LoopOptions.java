// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.time.Duration;

/**
 * What {@link ChannelLoops} can be told.
 *
 * @param loops number of event loops, at least 1; more than twice the processors is reduced to that. Default: half of the
 *     processors, at least 1, because few loops find more connections ready at once, and the others have work as well
 * @param spareLimit how many callbacks may block at once while the loops go on, at least 0. Default 200
 * @param spareIdle how long a spare thread waits for work before it ends. Default 5 seconds
 * @param leaseTime how long a callback keeps its loop before the watchdog gives the loop to a spare thread, at least (and at most about
 *     twice) this long. Default 1 millisecond
 * @param threadNamePrefix what the names of all threads begin with. Default {@code "tautline-channel"}
 */
public record LoopOptions(int loops, int spareLimit, Duration spareIdle, Duration leaseTime, String threadNamePrefix) {
    /** The defaults. */
    public static final LoopOptions DEFAULTS = new LoopOptions(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            200,
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            "tautline-channel");

    /** @throws IllegalArgumentException if a value is out of its range; the message names it */
    public LoopOptions {
        if (loops < 1) {
            throw new IllegalArgumentException("loops must be at least 1 but is " + loops);
        }
        if (spareLimit < 0) {
            throw new IllegalArgumentException("spareLimit must not be negative but is " + spareLimit);
        }
        requirePositive("spareIdle", spareIdle);
        requirePositive("leaseTime", leaseTime);
        loops = Math.min(loops, 2 * Runtime.getRuntime().availableProcessors());
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive but is " + value);
        }
    }

    /** These options with another number of loops. */
    public LoopOptions withLoops(int value) {
        return new LoopOptions(value, spareLimit, spareIdle, leaseTime, threadNamePrefix);
    }

    /** These options with another limit of spare threads. */
    public LoopOptions withSpareLimit(int value) {
        return new LoopOptions(loops, value, spareIdle, leaseTime, threadNamePrefix);
    }

    /** These options with another idle time of spare threads. */
    public LoopOptions withSpareIdle(Duration value) {
        return new LoopOptions(loops, spareLimit, value, leaseTime, threadNamePrefix);
    }

    /** These options with another lease time. */
    public LoopOptions withLeaseTime(Duration value) {
        return new LoopOptions(loops, spareLimit, spareIdle, value, threadNamePrefix);
    }

    /** These options with another prefix of thread names. */
    public LoopOptions withThreadNamePrefix(String value) {
        return new LoopOptions(loops, spareLimit, spareIdle, leaseTime, value);
    }
}
