// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.Receiver;
import dev.tautline.internal.connection.CloseHooks;
import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionHolder;
import dev.tautline.internal.connection.ConnectionListener;
import dev.tautline.jakarta.endpoint.Coders;
import dev.tautline.jakarta.endpoint.EndpointBinding;
import dev.tautline.jakarta.endpoint.MessageReceivers;
import dev.tautline.jakarta.injection.CallScope;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.ReadyState;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Jakarta session on one connection: the API's methods, each a line or two on what does the work. Any thread may call any method at any time. What
 * the endpoint hears is {@link SessionLife}'s.
 */
public final class JakartaSession implements Session, Receiver, ConnectionHolder {
    private final String id = UUID.randomUUID().toString();
    private final SessionFacts facts;
    private final SessionOwner owner;
    private final EndpointConfig config;
    private final Coders coders;
    private final SessionLife life;
    private final Connection connection;
    private final Receivers receivers;
    private final BasicRemote basicRemote;
    private final AsyncRemote asyncRemote;
    private final Object endpointKey;
    private final @Nullable CallScope callScope;
    private final CloseHooks closeHooks = new CloseHooks();

    /**
     * Joins a connection that has not started to an endpoint.
     *
     * @param endpointKey sessions with the same key are each other's open sessions
     * @param connect makes the connection for a listener; does not start it
     * @param bind joins the endpoint's instance to the session
     * @param release called once, when the instance is no longer needed
     */
    public JakartaSession(
            SessionFacts facts,
            SessionOwner owner,
            SessionSettings settings,
            EndpointConfig config,
            Coders coders,
            Object endpointKey,
            Function<ConnectionListener, Connection> connect,
            Function<Session, EndpointBinding> bind,
            Runnable release) {
        this.facts = facts;
        this.owner = owner;
        this.config = config;
        this.coders = coders;
        this.endpointKey = endpointKey;
        this.callScope = owner.callScope();
        SessionListener listener = new SessionListener(this, owner.applicationLoader());
        this.connection = connect.apply(
                callScope == null ? listener : new ScopedListener(listener, callScope, owner.applicationLoader()));
        this.receivers = new Receivers(connection, settings);
        AtomicBoolean batching = new AtomicBoolean();
        this.basicRemote = new BasicRemote(connection, batching, coders);
        this.asyncRemote =
                new AsyncRemote(connection, batching, coders, this, owner, settings.asyncSendTimeoutMillis());
        EndpointBinding binding = bind.apply(this);
        this.life = new SessionLife(this, owner, binding, release);
        receivers.add(binding.receivers());
    }

    /** Starts the connection; the endpoint's {@code onOpen} follows. */
    public void start() {
        connection.start();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public CloseHooks closeHooks() {
        return closeHooks;
    }

    /** What {@link SessionOwner#openSessions} groups by. */
    public Object endpointKey() {
        return endpointKey;
    }

    EndpointConfig config() {
        return config;
    }

    Coders coders() {
        return coders;
    }

    ClassLoader applicationLoader() {
        return owner.applicationLoader();
    }

    @Nullable CallScope callScope() {
        return callScope;
    }

    Receivers receivers() {
        return receivers;
    }

    SessionLife life() {
        return life;
    }

    @Override
    public WebSocketContainer getContainer() {
        requireOpen();
        return owner.container();
    }

    @Override
    public void addMessageHandler(MessageHandler handler) {
        requireOpen();
        Remote.require(handler, "handler");
        receivers.add(handler, MessageReceivers.of(handler, coders));
    }

    @Override
    public <T> void addMessageHandler(Class<T> type, MessageHandler.Whole<T> handler) {
        requireOpen();
        Remote.require(type, "type");
        Remote.require(handler, "handler");
        receivers.add(handler, MessageReceivers.of(type, handler, coders));
    }

    @Override
    public <T> void addMessageHandler(Class<T> type, MessageHandler.Partial<T> handler) {
        requireOpen();
        Remote.require(type, "type");
        Remote.require(handler, "handler");
        receivers.add(handler, List.of(MessageReceivers.of(type, handler, coders)));
    }

    @Override
    public Set<MessageHandler> getMessageHandlers() {
        requireOpen();
        return receivers.handlers();
    }

    @Override
    public void removeMessageHandler(MessageHandler handler) {
        requireOpen();
        receivers.remove(handler);
    }

    @Override
    public String getProtocolVersion() {
        requireOpen();
        return "13";
    }

    @Override
    public String getNegotiatedSubprotocol() {
        requireOpen();
        return facts.subprotocol();
    }

    @Override
    public List<Extension> getNegotiatedExtensions() {
        requireOpen();
        return facts.extensions();
    }

    @Override
    public boolean isSecure() {
        requireOpen();
        return facts.secure();
    }

    @Override
    public boolean isOpen() {
        return connection.readyState() != ReadyState.CLOSED;
    }

    @Override
    public long getMaxIdleTimeout() {
        requireOpen();
        return connection.idleTimeout().toMillis();
    }

    @Override
    public void setMaxIdleTimeout(long milliseconds) {
        requireOpen();
        connection.idleTimeout(Duration.ofMillis(Math.max(0, milliseconds)));
    }

    @Override
    public void setMaxBinaryMessageBufferSize(int length) {
        requireOpen();
        receivers.maxBinary(length);
    }

    @Override
    public int getMaxBinaryMessageBufferSize() {
        requireOpen();
        return receivers.maxBinary();
    }

    @Override
    public void setMaxTextMessageBufferSize(int length) {
        requireOpen();
        receivers.maxText(length);
    }

    @Override
    public int getMaxTextMessageBufferSize() {
        requireOpen();
        return receivers.maxText();
    }

    @Override
    public RemoteEndpoint.Async getAsyncRemote() {
        requireOpen();
        return asyncRemote;
    }

    @Override
    public RemoteEndpoint.Basic getBasicRemote() {
        requireOpen();
        return basicRemote;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public void close() throws IOException {
        close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, null));
    }

    /**
     * Closes with a reason; does nothing once the session is closing, whoever began.
     *
     * @throws IllegalArgumentException for null, or for a code that a close frame can't carry
     */
    @Override
    public void close(CloseReason reason) throws IOException {
        Remote.require(reason, "reason");
        int code = reason.getCloseCode().getCode();
        if (code != CloseCode.NO_STATUS_RECEIVED && !CloseCode.isValidOnWire(code)) {
            throw new IllegalArgumentException("A close frame can't carry the code " + code
                    + "; use 1000 to 1003, 1007 to 1014 or 3000 to 4999, or NO_STATUS_CODE for none");
        }
        String phrase = reason.getReasonPhrase();
        life.close(reason, new CloseStatus(code, phrase == null ? "" : phrase));
    }

    /** Closes for a reason of the container's. */
    public void close(int code, String phrase) {
        life.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), phrase), new CloseStatus(code, phrase));
    }

    @Override
    public URI getRequestURI() {
        requireOpen();
        return facts.requestUri();
    }

    @Override
    public Map<String, List<String>> getRequestParameterMap() {
        requireOpen();
        return facts.requestParameters();
    }

    @Override
    public @Nullable String getQueryString() {
        requireOpen();
        return facts.queryString();
    }

    @Override
    public Map<String, String> getPathParameters() {
        requireOpen();
        return facts.pathParameters();
    }

    @Override
    public Map<String, Object> getUserProperties() {
        requireOpen();
        return config.getUserProperties();
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        requireOpen();
        return facts.userPrincipal();
    }

    @Override
    public Set<Session> getOpenSessions() {
        requireOpen();
        return owner.openSessions(this);
    }

    private void requireOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("The session " + id + " is closed");
        }
    }

    @Override
    public String toString() {
        return "session " + id;
    }
}
