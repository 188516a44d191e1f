// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.jakarta.session.SessionSettings;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;

/**
 * What a container of either role keeps for its new sessions, and the way to a client: opening connections belongs to whichever
 * provider {@link ContainerProvider} finds. Any thread; a change counts for sessions that open later.
 */
abstract class ContainerDefaults implements WebSocketContainer {
    private volatile int maxTextMessage;
    private volatile int maxBinaryMessage;
    private volatile long asyncSendTimeoutMillis;
    private volatile long idleTimeoutMillis;

    ContainerDefaults(JakartaOptions options) {
        this.maxTextMessage = options.maxTextMessage();
        this.maxBinaryMessage = options.maxBinaryMessage();
        this.asyncSendTimeoutMillis = options.asyncSendTimeout().toMillis();
        this.idleTimeoutMillis = options.idleTimeout().toMillis();
    }

    SessionSettings sessionSettings() {
        return new SessionSettings(maxTextMessage, maxBinaryMessage, asyncSendTimeoutMillis);
    }

    @Override
    public long getDefaultAsyncSendTimeout() {
        return asyncSendTimeoutMillis;
    }

    @Override
    public void setAsyncSendTimeout(long timeoutmillis) {
        asyncSendTimeoutMillis = timeoutmillis;
    }

    @Override
    public long getDefaultMaxSessionIdleTimeout() {
        return idleTimeoutMillis;
    }

    @Override
    public void setDefaultMaxSessionIdleTimeout(long timeout) {
        idleTimeoutMillis = timeout;
    }

    @Override
    public int getDefaultMaxBinaryMessageBufferSize() {
        return maxBinaryMessage;
    }

    @Override
    public void setDefaultMaxBinaryMessageBufferSize(int max) {
        maxBinaryMessage = max;
    }

    @Override
    public int getDefaultMaxTextMessageBufferSize() {
        return maxTextMessage;
    }

    @Override
    public void setDefaultMaxTextMessageBufferSize(int max) {
        maxTextMessage = max;
    }

    @Override
    public Session connectToServer(Object endpoint, URI path) throws DeploymentException, IOException {
        return client().connectToServer(endpoint, path);
    }

    @Override
    public Session connectToServer(Class<?> endpoint, URI path) throws DeploymentException, IOException {
        return client().connectToServer(endpoint, path);
    }

    @Override
    public Session connectToServer(Endpoint endpoint, ClientEndpointConfig config, URI path)
            throws DeploymentException, IOException {
        return client().connectToServer(endpoint, config, path);
    }

    @Override
    public Session connectToServer(Class<? extends Endpoint> endpoint, ClientEndpointConfig config, URI path)
            throws DeploymentException, IOException {
        return client().connectToServer(endpoint, config, path);
    }

    private static WebSocketContainer client() throws DeploymentException {
        try {
            return ContainerProvider.getWebSocketContainer();
        } catch (RuntimeException e) {
            throw new DeploymentException(
                    "No WebSocket client is on the class path: add the jar of a Jakarta WebSocket client", e);
        }
    }
}
