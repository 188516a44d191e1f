// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.UpgradeRequest;
import java.util.concurrent.CompletionStage;

/**
 * A face of the engine as the container's filters see it: says which requests are its own, answers them, and takes the
 * connections.
 */
public interface UpgradeResponder {
    /** Whether a WebSocket upgrade request is this responder's to answer. Pure and cheap: the gate filter asks for every one. */
    boolean handles(UpgradeRequest request);

    /**
     * Decides about a request that {@link #handles} accepted. May complete later and on any thread; completes exceptionally
     * only for faults of ours or of the application (answered with 500 and no text).
     */
    CompletionStage<UpgradeAnswer> respond(UpgradeRequest request);

    /**
     * Accepts nothing more (503) and closes every connection with 1001. Idempotent.
     *
     * @return completes when the last connection has closed; whoever waits sets the deadline
     */
    CompletionStage<?> shutdown();
}
