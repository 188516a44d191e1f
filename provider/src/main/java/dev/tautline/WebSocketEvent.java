// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/**
 * The events of a socket, as keys of {@link WebSocket#addEventListener}.
 *
 * @param <L> the type of the event's listeners
 */
public final class WebSocketEvent<L> extends EventKey<L> {
    /** The socket is open. */
    public static final WebSocketEvent<OpenListener> OPEN = new WebSocketEvent<>("open", 0);
    /** A message has come. */
    public static final WebSocketEvent<MessageListener> MESSAGE = new WebSocketEvent<>("message", 1);
    /** A ping has come. */
    public static final WebSocketEvent<PingListener> PING = new WebSocketEvent<>("ping", 2);
    /** A pong has come. */
    public static final WebSocketEvent<PongListener> PONG = new WebSocketEvent<>("pong", 3);
    /** The socket has failed. */
    public static final WebSocketEvent<ErrorListener> ERROR = new WebSocketEvent<>("error", 4);
    /** The socket is closed. */
    public static final WebSocketEvent<CloseListener> CLOSE = new WebSocketEvent<>("close", 5);

    /** The server has answered a client's handshake with 101; not checked yet. */
    public static final WebSocketEvent<UpgradeListener> UPGRADE = new WebSocketEvent<>("upgrade", 6);
    /** The server has answered a client's handshake with something else. */
    public static final WebSocketEvent<UnexpectedResponseListener> UNEXPECTED_RESPONSE =
            new WebSocketEvent<>("unexpected-response", 7);
    /** A client's handshake follows a redirect. */
    public static final WebSocketEvent<RedirectListener> REDIRECT = new WebSocketEvent<>("redirect", 8);
    /** A {@link ReconnectingWebSocket} is about to connect again. */
    public static final WebSocketEvent<ReconnectListener> RECONNECTING = new WebSocketEvent<>("reconnecting", 9);

    private WebSocketEvent(String type, int index) {
        super(type, index);
    }
}
