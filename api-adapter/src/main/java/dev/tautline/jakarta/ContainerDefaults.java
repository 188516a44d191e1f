// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.jakarta.endpoint.ClientEndpointDescriptor;
import dev.tautline.jakarta.injection.InstanceFactory;
import dev.tautline.jakarta.session.SessionSettings;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a container of either role keeps for its new sessions, and its clients. Any thread; a change counts for sessions that open later. */
abstract class ContainerDefaults implements WebSocketContainer {
    private final InstanceFactory instances;
    private final ClientSessions clients;
    private volatile int maxTextMessage;
    private volatile int maxBinaryMessage;
    private volatile long asyncSendTimeoutMillis;
    private volatile long idleTimeoutMillis;

    /** @param parameters of clients, where the user properties of their configuration say nothing */
    ContainerDefaults(
            JakartaOptions options, Function<String, @Nullable String> parameters, InstanceFactory instances) {
        this.instances = instances;
        this.clients = new ClientSessions(this, parameters);
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

    InstanceFactory instances() {
        return instances;
    }

    ClientSessions clients() {
        return clients;
    }

    @Override
    public Session connectToServer(Object endpoint, URI path) throws DeploymentException, IOException {
        Objects.requireNonNull(endpoint, "endpoint");
        return connect(ClientEndpointDescriptor.annotated(endpoint.getClass(), endpoint, instances), path);
    }

    @Override
    public Session connectToServer(Class<?> endpoint, URI path) throws DeploymentException, IOException {
        Objects.requireNonNull(endpoint, "endpoint");
        return connect(ClientEndpointDescriptor.annotated(endpoint, null, instances), path);
    }

    @Override
    public Session connectToServer(Endpoint endpoint, @Nullable ClientEndpointConfig config, URI path)
            throws DeploymentException, IOException {
        Objects.requireNonNull(endpoint, "endpoint");
        return connect(
                ClientEndpointDescriptor.programmatic(endpoint.getClass(), endpoint, orDefault(config), instances),
                path);
    }

    @Override
    public Session connectToServer(Class<? extends Endpoint> endpoint, @Nullable ClientEndpointConfig config, URI path)
            throws DeploymentException, IOException {
        Objects.requireNonNull(endpoint, "endpoint");
        return connect(ClientEndpointDescriptor.programmatic(endpoint, null, orDefault(config), instances), path);
    }

    private static ClientEndpointConfig orDefault(@Nullable ClientEndpointConfig config) {
        return config == null ? ClientEndpointConfig.Builder.create().build() : config;
    }

    private Session connect(ClientEndpointDescriptor endpoint, URI path) throws DeploymentException, IOException {
        return clients.connect(endpoint, Objects.requireNonNull(path, "path"));
    }
}
