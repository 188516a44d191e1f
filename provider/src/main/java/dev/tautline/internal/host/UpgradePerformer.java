// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.host;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.spec.UpgradeRequest;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The engine's side of a request that an application holds. */
public interface UpgradePerformer {
    /** The runtime of the connection to come; alive until {@code shutdown} of the responder has been called. */
    ConnectionRuntime runtime();

    /**
     * Answers the request as the function says and carries it out.
     *
     * @param owner whose connection it will be: when the surroundings of the request stop, its {@link UpgradeResponder#shutdown} is called
     *     and waited for
     * @throws IllegalStateException if the exchange has been answered
     */
    void perform(UpgradeResponder owner, Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> responder)
            throws IOException;
}
