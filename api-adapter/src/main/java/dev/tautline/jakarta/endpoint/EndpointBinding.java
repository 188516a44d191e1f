// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import java.util.List;

/**
 * An endpoint's instance joined to one session. What the application throws comes out as it is; the caller routes it to
 * {@link #onError}. Called from the session's callback lane only.
 */
public interface EndpointBinding {
    /** The endpoint's instance, the application's own object. */
    Object instance();

    /**
     * The annotated {@code @OnMessage} methods, at most one of each kind; empty for an {@code Endpoint}, which registers
     * message handlers with its session.
     */
    List<MessageReceiver> receivers();

    /** Calls {@code onOpen}, where the endpoint has one. */
    void onOpen(EndpointConfig config) throws Throwable;

    /** Calls {@code onClose}, where the endpoint has one. */
    void onClose(CloseReason reason) throws Throwable;

    /**
     * Calls {@code onError}, where the endpoint has one.
     *
     * @return false when the endpoint has none: the caller logs the error
     */
    boolean onError(Throwable error) throws Throwable;
}
