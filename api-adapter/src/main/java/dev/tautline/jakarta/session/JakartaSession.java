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
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.ReadyState;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.SessionException;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Jakarta session on one connection. Any thread may call any method at any time. The endpoint's callbacks belong to the connection's callback lane,
 * as do {@link #open}, {@link #failed} and {@link #closed}.
 */
public final class JakartaSession implements Session, Receiver, ConnectionHolder {
    private static final System.Logger LOG = System.getLogger(JakartaSession.class.getName());

    private final String id = UUID.randomUUID().toString();
    private final SessionFacts facts;
    private final SessionOwner owner;
    private final EndpointConfig config;
    private final Coders coders;
    private final Connection connection;
    private final Receivers receivers;
    private final EndpointBinding binding;
    private final BasicRemote basicRemote;
    private final AsyncRemote asyncRemote;
    private final Object endpointKey;
    private final Runnable release;
    private final CloseHooks closeHooks = new CloseHooks();
    private final AtomicReference<@Nullable CloseReason> localReason = new AtomicReference<>();
    private volatile @Nullable Throwable failure;

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
        this.release = release;
        this.connection = connect.apply(new SessionListener(this, owner.applicationLoader()));
        this.receivers = new Receivers(connection, settings);
        AtomicBoolean batching = new AtomicBoolean();
        this.basicRemote = new BasicRemote(connection, batching, coders);
        this.asyncRemote =
                new AsyncRemote(connection, batching, coders, this, owner, settings.asyncSendTimeoutMillis());
        this.binding = bind.apply(this);
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

    /** The HTTP session at the time of the handshake, or {@code null}. */
    public @Nullable Object httpSession() {
        return facts.httpSession();
    }

    ClassLoader applicationLoader() {
        return owner.applicationLoader();
    }

    Receivers receivers() {
        return receivers;
    }

    void open() {
        owner.opened(this);
        try {
            binding.onOpen(config);
        } catch (Throwable e) {
            failed(e);
            close(CloseCode.INTERNAL_ERROR, "");
        } finally {
            owner.onOpenReturned(this);
        }
    }

    /** The application's code threw: its {@code onError} hears of it and the session goes on. */
    void failed(Throwable error) {
        try {
            if (!binding.onError(error)) {
                // What a peer can cause at will must not fill the log.
                Level level = error instanceof SessionException ? Level.DEBUG : Level.WARNING;
                String endpoint = binding.instance().getClass().getName();
                LOG.log(level, "An endpoint without onError failed: " + endpoint, error);
            }
        } catch (Throwable e) {
            LOG.log(
                    Level.WARNING,
                    "onError failed: " + binding.instance().getClass().getName(),
                    e);
        }
    }

    /** Jakarta WebSocket §5.2.3: errors of the implementation reach the endpoint as {@link SessionException}. */
    void connectionFailed(Throwable cause) {
        failure = cause;
        String message = cause.getMessage() == null ? "The connection failed" : cause.getMessage();
        failed(new SessionException(message, cause, this));
    }

    void closed(CloseStatus status) {
        closeHooks.close();
        try {
            binding.onClose(reason(status));
        } catch (Throwable e) {
            failed(e);
        } finally {
            owner.closed(this);
            coders.destroy();
            release.run();
        }
    }

    private CloseReason reason(CloseStatus status) {
        CloseReason local = localReason.get();
        if (local != null && failure == null) {
            return local;
        }
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(status.code()), status.reason());
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
        begin(reason, new CloseStatus(code, phrase == null ? "" : phrase));
    }

    /** Closes for a reason of the container's. */
    public void close(int code, String phrase) {
        begin(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), phrase), new CloseStatus(code, phrase));
    }

    /** The reason stands before the connection can end by it; it is taken back where another end came first. */
    private void begin(CloseReason reason, CloseStatus status) {
        if (connection.readyState() == ReadyState.OPEN
                && localReason.compareAndSet(null, reason)
                && !connection.close(status)) {
            localReason.compareAndSet(reason, null);
        }
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
