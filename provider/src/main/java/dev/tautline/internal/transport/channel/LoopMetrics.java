// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

/**
 * What the loops have done so far. A snapshot; the figures are not taken at one instant.
 *
 * @param loops loops that have been started
 * @param connections connections that are not closed
 * @param threads threads alive, the watchdog not counted
 * @param idleSpares spare threads that wait for a loop
 * @param blockedTurns turns that have lost their lease and are still running
 * @param lostLeases leases lost since the start, to the watchdog or by blocking calls of ours
 * @param capHits turns that kept their loop because no spare thread was left: callbacks held up the I/O of other connections
 * @param iterations rounds of all loops: returns from {@code select}
 * @param interestChanges changes of the interest set of a connection
 */
public record LoopMetrics(
        int loops,
        int connections,
        int threads,
        int idleSpares,
        int blockedTurns,
        long lostLeases,
        long capHits,
        long iterations,
        long interestChanges) {}
