// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/**
 * The events of a server (ws 1.2), as keys of {@link WebSocketServer#addEventListener}.
 *
 * @param <L> the type of the event's listeners
 */
public final class ServerEvent<L> extends EventKey<L> {
    /** The server listens. */
    public static final ServerEvent<Runnable> LISTENING = new ServerEvent<>("listening", 0);
    /** A socket is open. */
    public static final ServerEvent<WebSocketServer.ConnectionListener> CONNECTION = new ServerEvent<>("connection", 1);
    /** The response of an opening handshake is about to be sent. */
    public static final ServerEvent<WebSocketServer.HeadersListener> HEADERS = new ServerEvent<>("headers", 2);
    /** The HTTP server under this one has failed. */
    public static final ServerEvent<WebSocketServer.ServerErrorListener> ERROR = new ServerEvent<>("error", 3);
    /** The server is closed. */
    public static final ServerEvent<Runnable> CLOSE = new ServerEvent<>("close", 4);
    /** A client's opening handshake breaks the rules. */
    public static final ServerEvent<WebSocketServer.WsClientErrorListener> WS_CLIENT_ERROR =
            new ServerEvent<>("wsClientError", 5);

    private ServerEvent(String type, int index) {
        super(type, index);
    }
}
