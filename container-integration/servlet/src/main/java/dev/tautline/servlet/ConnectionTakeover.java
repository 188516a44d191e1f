// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A way to take the raw connection out of a container's hands when the opening handshake has succeeded. Implementations are
 * found by {@link java.util.ServiceLoader} in the loader of this class; the first, by {@link #order}, that supports a request takes it.
 * Instances hold no state of a request and may be called concurrently.
 */
public interface ConnectionTakeover {
    /** The name that the start-up log and the option {@code dev.tautline.transport} use. */
    String name();

    /** Lower comes first; the portable takeover is last with {@link Integer#MAX_VALUE}. */
    int order();

    /**
     * Called once, before the first request.
     *
     * @param shutdown closes the application's connections with 1001 and waits for their ends, at most for the time that a stopping
     *     application has. For containers that cut connections before they stop applications; further calls do nothing
     */
    default void start(Runnable shutdown) {}

    /** The application has stopped. Takes back what the container was given; called once. */
    default void close() {}

    /**
     * What the start-up log says: on which transports the connections of an application will run, and why. Asked in {@link #order}; the
     * first that knows the container answers for it. A {@link LinkageError} counts as no.
     *
     * @param context of the application that starts
     * @param choice as in {@link #supports}
     * @return {@code null} if the container is another one
     */
    default @Nullable String announcement(ServletContext context, TransportChoice choice) {
        return null;
    }

    /**
     * Whether the connection under this request can be taken this way. Called with the request as the container made it, without
     * wrappers. A {@link LinkageError} counts as no: the container is another one.
     *
     * @param choice what {@code dev.tautline.transport} says; {@link TransportChoice#AUTO} by default
     */
    boolean supports(HttpServletRequest request, TransportChoice choice);

    /**
     * Sends the 101 with the answer's headers and hands the transport to the answer when the container lets go of the
     * connection, which may be after the filter chain has returned. Called once for a request, on the container's thread, with the
     * response uncommitted.
     *
     * @param request as the container made it, without wrappers
     * @param response as the container made it, without wrappers
     * @param choice as in {@link #supports}
     */
    void take(
            HttpServletRequest request,
            HttpServletResponse response,
            UpgradeAnswer answer,
            EngineRuntime runtime,
            TransportChoice choice)
            throws IOException, ServletException;
}
