// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connector.ClientConnector;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import org.jspecify.annotations.Nullable;

/**
 * How {@code ContainerProvider.getWebSocketContainer()} finds Tautline. Each call gives a container of its own, whose defaults nobody else changes. Where
 * {@code tautline-client} is not on the class path it stands back, so that a server without it still gets the client of its servlet container.
 */
public final class ClientContainerProvider extends ContainerProvider {
    @Override
    protected @Nullable WebSocketContainer getContainer() {
        try {
            ClientConnector.find();
        } catch (IllegalStateException e) {
            return null;
        }
        return new TautlineContainer();
    }
}
