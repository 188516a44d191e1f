// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.UpgradeRequest;
import java.io.IOException;
import java.util.Map;

/**
 * A request that the application holds and wants to hand to a server, or refuse (ws {@code noServer}, {@code handleUpgrade}). Servlets and filters
 * make one with {@code dev.tautline.servlet.ServletUpgrades.exchange(request, response)}. Implemented by Tautline's modules only; good for one
 * answer.
 */
public interface UpgradeExchange {
    /** The request; valid until it has been answered. */
    UpgradeRequest request();

    /**
     * Answers without opening a socket.
     *
     * @param status 300 to 599
     * @param headers additional fields
     * @param body text for a person, may be empty
     * @throws IllegalStateException if the exchange has been answered
     */
    void refuse(int status, Map<String, String> headers, String body) throws IOException;
}
