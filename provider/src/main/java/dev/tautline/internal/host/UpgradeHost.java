// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.host;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.UpgradeResponder;
import java.util.concurrent.CompletionStage;

/** The engine's side of an HTTP server that WebSocket servers join. Any thread. */
public interface UpgradeHost {
    /** The runtime of the connections made here; alive as long as the host. */
    ConnectionRuntime runtime();

    /**
     * From now on upgrade requests that the responder handles are its own. When the host stops it calls {@link UpgradeResponder#shutdown} and waits.
     *
     * @return ends that
     */
    Runnable join(UpgradeResponder responder);

    /** For a host of the server's own: accepts no more connections, at once. Others do nothing. */
    default void stopAccepting() {}

    /** For a host of the server's own: ends it. Others do nothing. */
    default CompletionStage<?> stop() {
        return java.util.concurrent.CompletableFuture.completedFuture(null);
    }
}
