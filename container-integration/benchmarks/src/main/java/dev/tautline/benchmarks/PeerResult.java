// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import dev.tautline.benchmarks.load.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one server gave in one scenario.
 *
 * @param samples one per round, empty for an idle scenario
 * @param memory what each connection costs, one reading per round, for an idle scenario
 * @param failure what went wrong, or null
 */
record PeerResult(
        Peer peer,
        List<Sample> samples,
        List<ServerMemory.Reading> memory,
        @Nullable String failure) {}
