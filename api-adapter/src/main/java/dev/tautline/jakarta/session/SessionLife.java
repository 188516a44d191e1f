// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.jakarta.endpoint.EndpointBinding;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.ReadyState;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SessionException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint of a session hears of its beginning, its faults and its end, and with which reason. Called in the connection's callback lane, but for
 * {@link #close}, which any thread may call.
 */
final class SessionLife {
    private static final System.Logger LOG = System.getLogger(JakartaSession.class.getName());

    private final JakartaSession session;
    private final SessionOwner owner;
    private final EndpointBinding binding;
    private final Runnable release;
    private final AtomicReference<@Nullable CloseReason> localReason = new AtomicReference<>();
    /** Of the callback lane. */
    private @Nullable Throwable failure;

    /**
     * The life of a session that has not started.
     *
     * @param release called once, when the endpoint's instance is no longer needed
     */
    SessionLife(JakartaSession session, SessionOwner owner, EndpointBinding binding, Runnable release) {
        this.session = session;
        this.owner = owner;
        this.binding = binding;
        this.release = release;
    }

    void open() {
        owner.opened(session);
        try {
            binding.onOpen(session.config());
        } catch (Throwable e) {
            failed(e);
            session.close(CloseCode.INTERNAL_ERROR, "");
        } finally {
            owner.onOpenReturned(session);
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
        failed(new SessionException(message, cause, session));
    }

    void closed(CloseStatus status) {
        try {
            session.closeHooks().close();
        } finally {
            tellClosed(status);
        }
    }

    private void tellClosed(CloseStatus status) {
        try {
            binding.onClose(reason(status));
        } catch (Throwable e) {
            failed(e);
        } finally {
            try {
                owner.closed(session);
            } finally {
                letGo();
            }
        }
    }

    private void letGo() {
        try {
            session.coders().destroy();
        } finally {
            release.run();
        }
    }

    /** After {@link #closed}, however it went, and outside of the session's scope: who waits for this may end what the scope is of. */
    void released() {
        owner.released(session);
    }

    private CloseReason reason(CloseStatus status) {
        CloseReason local = localReason.get();
        if (local != null && failure == null) {
            return local;
        }
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(status.code()), status.reason());
    }

    /** Begins the closing handshake. The reason stands before the connection can end by it; it is taken back where another end came first. */
    void close(CloseReason reason, CloseStatus status) {
        Connection connection = session.connection();
        if (connection.readyState() == ReadyState.OPEN
                && localReason.compareAndSet(null, reason)
                && !connection.close(status)) {
            localReason.compareAndSet(reason, null);
        }
    }
}
