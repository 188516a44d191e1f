// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.List;

/** An {@link Endpoint} in its session. */
record ProgrammaticBinding(Endpoint instance, Session session, boolean handlesErrors) implements EndpointBinding {
    @Override
    public List<MessageReceiver> receivers() {
        return List.of();
    }

    @Override
    public void onOpen(EndpointConfig config) {
        instance.onOpen(session, config);
    }

    @Override
    public void onClose(CloseReason reason) {
        instance.onClose(session, reason);
    }

    @Override
    public boolean onError(Throwable error) {
        instance.onError(session, error);
        return handlesErrors;
    }
}
