// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionListener;
import dev.tautline.internal.transport.Transport;
import dev.tautline.jakarta.endpoint.Coders;
import dev.tautline.jakarta.endpoint.EndpointDescriptor;
import dev.tautline.jakarta.handshake.JakartaHandshake;
import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.jakarta.session.SessionSettings;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an accepted handshake holds for the session to come: the endpoint's instance and its coders. Either a transport comes and
 * the session takes them, or they end here; whichever is first.
 */
final class AcceptedEndpoint {
    private static final System.Logger LOG = System.getLogger(AcceptedEndpoint.class.getName());

    private final EndpointDescriptor endpoint;
    private final JakartaHandshake.Accepted handshake;
    private final Object instance;
    private final Coders coders;
    private final AuthenticatedSessions.@Nullable Entry authenticated;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean destroyed = new AtomicBoolean();

    private AcceptedEndpoint(
            EndpointDescriptor endpoint,
            JakartaHandshake.Accepted handshake,
            Object instance,
            Coders coders,
            AuthenticatedSessions.@Nullable Entry authenticated) {
        this.endpoint = endpoint;
        this.handshake = handshake;
        this.instance = instance;
        this.coders = coders;
        this.authenticated = authenticated;
    }

    /**
     * Makes instance and coders.
     *
     * @throws InstantiationException if one can't be made; nothing is left behind then, nor after another exception
     */
    static AcceptedEndpoint make(
            EndpointDescriptor endpoint, JakartaHandshake.Accepted handshake, AuthenticatedSessions sessions)
            throws InstantiationException {
        AcceptedEndpoint made = null;
        Object instance = null;
        try {
            instance = endpoint.newInstance();
            Coders coders = endpoint.newCoders(handshake.config());
            made = new AcceptedEndpoint(
                    endpoint,
                    handshake,
                    instance,
                    coders,
                    sessions.begin(
                            handshake.facts().userPrincipal(), handshake.facts().httpSession()));
            return made;
        } finally {
            if (made == null) {
                handshake.acceptance().extensions().close();
                if (instance != null) {
                    endpoint.destroyInstance(instance);
                }
            }
        }
    }

    /** No transport comes. Does nothing once {@link #open} has been called. */
    void abandon() {
        if (taken.compareAndSet(false, true)) {
            if (authenticated != null) {
                authenticated.over();
            }
            handshake.acceptance().extensions().close();
            destroy();
        }
    }

    /** At most once: a session that fails while it starts may end by itself as well. */
    private void destroy() {
        if (destroyed.compareAndSet(false, true)) {
            try {
                coders.destroy();
            } finally {
                endpoint.destroyInstance(instance);
            }
        }
    }

    /**
     * Starts the session on its transport. Closes the transport if that fails, or if the handshake has been abandoned.
     *
     * @param connect makes the connection for a transport and a listener
     */
    void open(
            Transport transport,
            ServerSessions sessions,
            SessionSettings settings,
            BiFunction<Transport, ConnectionListener, Connection> connect) {
        if (!taken.compareAndSet(false, true)) {
            transport.abort();
            return;
        }
        JakartaSession session = null;
        try {
            session = session(transport, sessions, settings, connect);
            sessions.arriving(session, authenticated);
            session.start();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A session of " + endpoint + " could not be started", e);
            transport.abort();
            try {
                if (session != null) {
                    sessions.closed(session);
                }
                if (authenticated != null) {
                    authenticated.over();
                }
                handshake.acceptance().extensions().close();
                destroy();
            } finally {
                // A shutdown waits for it.
                if (session != null) {
                    sessions.released(session);
                }
            }
        }
    }

    private JakartaSession session(
            Transport transport,
            ServerSessions sessions,
            SessionSettings settings,
            BiFunction<Transport, ConnectionListener, Connection> connect) {
        return new JakartaSession(
                handshake.facts(),
                sessions,
                settings,
                handshake.config(),
                coders,
                new EndpointKey(
                        endpoint.config().getEndpointClass(), endpoint.config().getPath()),
                listener -> connect.apply(transport, listener),
                own -> endpoint.bind(own, instance, handshake.facts().pathParameters(), coders),
                this::destroy);
    }

    /** Sessions are each other's open sessions when class and path are the same, however the endpoint came to be. */
    private record EndpointKey(Class<?> endpointClass, String path) {}
}
