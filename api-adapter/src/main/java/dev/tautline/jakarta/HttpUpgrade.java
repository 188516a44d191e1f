// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.spec.UpgradeRequest;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Performs an upgrade on a request that the application holds; what the servlet integration adds to the container. */
@FunctionalInterface
public interface HttpUpgrade {
    /**
     * Asks for the answer and carries it out.
     *
     * @param request an {@code HttpServletRequest}
     * @param response its {@code HttpServletResponse}, uncommitted
     * @throws IllegalArgumentException if they are something else
     * @throws IllegalStateException if the response is committed
     */
    void upgrade(Object request, Object response, Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> responder)
            throws IOException;
}
