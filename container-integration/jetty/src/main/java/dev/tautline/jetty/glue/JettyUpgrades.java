// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import dev.tautline.jetty.JettySide;
import dev.tautline.jetty.JettyUpgrade;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Puts upgrades on Jetty's requests: HTTP/1.1, plain and TLS, and WebSocket over HTTP/2 (RFC 8441). */
public final class JettyUpgrades implements JettySide {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int NOT_IMPLEMENTED = 501;

    private final Runnable onServerStop;
    private final AtomicReference<@Nullable ServerStop> serverStop = new AtomicReference<>();

    /**
     * @param onServerStop called when the server begins to stop, before its connectors close connections
     */
    public JettyUpgrades(Runnable onServerStop) {
        this.onServerStop = onServerStop;
    }

    @Override
    public void take(HttpServletRequest request, HttpServletResponse response, JettyUpgrade upgrade)
            throws IOException {
        Request core = coreRequest(request);
        TunnelSupport tunnel = core.getTunnelSupport();
        if (tunnel == null || !carriesWebSocket(tunnel)) {
            upgrade.answer().abandon().run();
            response.sendError(NOT_IMPLEMENTED);
            return;
        }
        JettyConnection connection = connection(core, tunnel, upgrade);
        answer(request, response, upgrade);
        handOver(core, connection);
    }

    /**
     * As {@link #take(HttpServletRequest, HttpServletResponse, JettyUpgrade)} for a request outside of any web application.
     *
     * @param callback completes with the answer
     */
    public void take(Request core, Response response, Callback callback, JettyUpgrade upgrade) {
        TunnelSupport tunnel = core.getTunnelSupport();
        if (tunnel == null || !carriesWebSocket(tunnel)) {
            upgrade.answer().abandon().run();
            Response.writeError(core, response, callback, NOT_IMPLEMENTED);
            return;
        }
        JettyConnection connection = connection(core, tunnel, upgrade);
        boolean extendedConnect = core.getMethod().equals("CONNECT");
        response.setStatus(extendedConnect ? OK : SWITCHING_PROTOCOLS);
        if (!extendedConnect) {
            response.getHeaders().put("Upgrade", "websocket").put("Connection", "Upgrade");
        }
        for (Map.Entry<String, String> header : upgrade.answer().headers()) {
            if (header.getKey().equalsIgnoreCase("Upgrade")) {
                response.getHeaders().put(header.getKey(), header.getValue());
            } else if (!extendedConnect || !header.getKey().equalsIgnoreCase("Sec-WebSocket-Accept")) {
                response.getHeaders().add(header.getKey(), header.getValue());
            }
        }
        handOver(core, connection);
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }

    private JettyConnection connection(Request core, TunnelSupport tunnel, JettyUpgrade upgrade) {
        Connector connector = core.getConnectionMetaData().getConnector();
        watch(connector, upgrade.loader());
        EndPoint endPoint = tunnel.getEndPoint();
        JettyConnection connection = new JettyConnection(
                endPoint,
                connector.getExecutor(),
                upgrade,
                core.getConnectionMetaData().isSecure());
        // As Jetty does for its own connections: limits and statistics count by these.
        connector.getEventListeners().forEach(connection::addEventListener);
        return connection;
    }

    private static void handOver(Request core, JettyConnection connection) {
        Request.addCompletionListener(core, failure -> {
            if (failure != null) {
                connection.abandon();
            }
        });
        innermost(core).setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
    }

    private static Request coreRequest(HttpServletRequest request) {
        try {
            // The class is another one in EE 10 and EE 11, the method is the same.
            return (Request) request.getClass().getMethod("getRequest").invoke(request);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Jetty's servlet request has no core request: " + request.getClass(), e);
        }
    }

    /** HTTP/1.1 names no protocol here, an extended CONNECT of HTTP/2 does. */
    private static boolean carriesWebSocket(TunnelSupport tunnel) {
        String protocol = tunnel.getProtocol();
        return protocol == null || protocol.equals("websocket");
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, JettyUpgrade upgrade) {
        boolean extendedConnect = request.getMethod().equals("CONNECT");
        if (extendedConnect) {
            // RFC 8441 §5: "the server responds with a 2xx status"; key and accept are not used.
            response.setStatus(HttpServletResponse.SC_OK);
        } else {
            response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
            response.setHeader("Upgrade", "websocket");
            response.setHeader("Connection", "Upgrade");
        }
        for (Map.Entry<String, String> header : upgrade.answer().headers()) {
            if (header.getKey().equalsIgnoreCase("Upgrade")) {
                response.setHeader(header.getKey(), header.getValue());
            } else if (!extendedConnect || !header.getKey().equalsIgnoreCase("Sec-WebSocket-Accept")) {
                response.addHeader(header.getKey(), header.getValue());
            }
        }
    }

    /** Jetty looks for the connection on the request that its HTTP channel made. */
    private static Request innermost(Request request) {
        Request inner = request;
        while (inner instanceof Request.Wrapper wrapper) {
            inner = wrapper.getWrapped();
        }
        return inner;
    }

    private void watch(Connector connector, ClassLoader loader) {
        if (serverStop.get() == null) {
            ServerStop watch = new ServerStop(connector.getServer(), onServerStop, loader);
            if (serverStop.compareAndSet(null, watch)) {
                watch.begin();
            }
        }
    }

    @Override
    public void close() {
        ServerStop watch = serverStop.getAndSet(null);
        if (watch != null) {
            watch.end();
        }
    }
}
