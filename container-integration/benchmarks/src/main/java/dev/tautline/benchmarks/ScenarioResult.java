// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * What all servers gave in one scenario, in one interleaved run.
 *
 * @param named the scenario
 * @param peers in the order of the command line
 */
record ScenarioResult(NamedScenario named, List<PeerResult> peers) {

    /** The ratio, round by round, to the same container's own provider; empty when one of the two has no figures. */
    Optional<Spread> ratio(PeerResult result, Metric metric) {
        return peers.stream()
                .filter(each -> each.peer() == result.peer().baseline())
                .filter(each -> each.failure() == null && result.failure() == null)
                .findFirst()
                .map(baseline -> Spread.ofRatios(metric.values(result), metric.values(baseline)));
    }
}
