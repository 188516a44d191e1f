// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.handshake.Headers;
import dev.tautline.internal.protocol.Utf8;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.UpgradeRequest;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket, at the server or at the client, with the semantics of ws or faye-websocket as its {@link Profile} says. Any thread may
 * call any method at any time, also inside a listener; sends of several threads never mix.
 *
 * <p>Listeners of one socket are called one at a time and in order. A listener may block: it delays its own socket only. An exception
 * that it throws is logged and closes the socket with 1011.
 *
 * <p>At a server listeners are set inside the {@code connection} event; what comes later is delivered only
 * after that has returned. At a client they are set in the function given to {@code connect}.
 */
public non-sealed class WebSocket extends EventTarget<WebSocket> implements Receiver, AutoCloseable {
    private final SocketState state;

    /**
     * For subclasses, which {@link WebSocketServerOptions.Builder#webSocket} makes instead of this class (ws 1.1-17).
     *
     * @param setup as it was given
     */
    protected WebSocket(Setup setup) {
        this.state = setup.state();
    }

    /** What a new socket is made of; opaque, good for one socket. */
    public static final class Setup {
        private final SocketState state;

        Setup(SocketState state) {
            this.state = state;
        }

        SocketState state() {
            return state;
        }
    }

    /** Opens a socket with {@link WebSocketClientOptions#DEFAULTS}; as {@link #connect(String, List, WebSocketClientOptions, Consumer)}. */
    public static WebSocket connect(String address) {
        return connect(address, List.of(), WebSocketClientOptions.DEFAULTS);
    }

    /** Opens a socket and sets its listeners; as {@link #connect(String, List, WebSocketClientOptions, Consumer)}. */
    public static WebSocket connect(String address, Consumer<WebSocket> configurer) {
        return connect(address, List.of(), WebSocketClientOptions.DEFAULTS, configurer);
    }

    /** Opens a socket; as {@link #connect(String, List, WebSocketClientOptions, Consumer)}. */
    public static WebSocket connect(URI address, WebSocketClientOptions options, Consumer<WebSocket> configurer) {
        return connect(address.toString(), List.of(), options, configurer);
    }

    /** Opens a socket and sets its listeners; as {@link #connect(String, List, WebSocketClientOptions, Consumer)}. */
    public static WebSocket connect(URI address, Consumer<WebSocket> configurer) {
        return connect(address.toString(), List.of(), WebSocketClientOptions.DEFAULTS, configurer);
    }

    /** Opens a socket that offers subprotocols; as {@link #connect(String, List, WebSocketClientOptions)}. */
    public static WebSocket connect(String address, String... protocols) {
        return connect(address, List.of(protocols), WebSocketClientOptions.DEFAULTS);
    }

    /** Opens a socket that offers subprotocols; as {@link #connect(String, List, WebSocketClientOptions)}. */
    public static WebSocket connect(String address, List<String> protocols) {
        return connect(address, protocols, WebSocketClientOptions.DEFAULTS);
    }

    /** Opens a socket that offers subprotocols; as {@link #connect(String, List, WebSocketClientOptions, Consumer)}. */
    public static WebSocket connect(String address, List<String> protocols, Consumer<WebSocket> configurer) {
        return connect(address, protocols, WebSocketClientOptions.DEFAULTS, configurer);
    }

    /**
     * Opens a socket that offers subprotocols; as {@link #connect(String, List, WebSocketClientOptions, Consumer)}.
     *
     * @param protocols one, or several with commas between them (1.14-02)
     */
    public static WebSocket connect(String address, String protocols, Consumer<WebSocket> configurer) {
        return connect(address, SubprotocolList.parse(protocols), WebSocketClientOptions.DEFAULTS, configurer);
    }

    /** Opens a socket; as {@link #connect(String, List, WebSocketClientOptions)}. */
    public static WebSocket connect(String address, WebSocketClientOptions options) {
        return connect(address, List.of(), options);
    }

    /** Opens a socket and sets its listeners; as {@link #connect(String, List, WebSocketClientOptions, Consumer)}. */
    public static WebSocket connect(String address, WebSocketClientOptions options, Consumer<WebSocket> configurer) {
        return connect(address, List.of(), options, configurer);
    }

    /**
     * Opens a socket whose listeners are set later, by {@link #opened} for example: messages wait until there is a listener for them. Otherwise as
     * {@link #connect(String, List, WebSocketClientOptions, Consumer)}.
     */
    public static WebSocket connect(String address, List<String> protocols, WebSocketClientOptions options) {
        return ClientOpening.begin(address, protocols, options, null);
    }

    /**
     * Opens a socket at a server. Returns at once; the socket is CONNECTING, and {@code open}, or {@code error} and {@code close}, follow. Events of the
     * handshake come one at a time, on a worker; a listener may block. All listeners have the context class loader of the thread that calls this.
     *
     * @param address {@code ws}, {@code wss}, {@code http} or {@code https}, or {@code ws+unix:<socket path>:<path>}; under {@code faye} {@code ws} and
     *     {@code wss}. User information is sent as Basic credentials
     * @param protocols subprotocols to offer, in order of preference; if empty, those of the options
     * @param configurer sets the socket's listeners before anything happens
     * @throws IllegalArgumentException if the address, a subprotocol or a header field can't be used
     * @throws IllegalStateException if the artifact {@code tautline-client} is missing
     */
    public static WebSocket connect(
            String address, List<String> protocols, WebSocketClientOptions options, Consumer<WebSocket> configurer) {
        return ClientOpening.begin(address, protocols, options, Objects.requireNonNull(configurer, "configurer"));
    }

    /** Sets the slot of the {@code upgrade} event of a client's socket. */
    public WebSocket onUpgrade(@Nullable UpgradeListener listener) {
        return slot(WebSocketEvent.UPGRADE, listener);
    }

    /** Sets the slot of the {@code unexpected-response} event of a client's socket. */
    public WebSocket onUnexpectedResponse(@Nullable UnexpectedResponseListener listener) {
        return slot(WebSocketEvent.UNEXPECTED_RESPONSE, listener);
    }

    /** Sets the slot of the {@code redirect} event of a client's socket. */
    public WebSocket onRedirect(@Nullable RedirectListener listener) {
        return slot(WebSocketEvent.REDIRECT, listener);
    }

    /**
     * Sends a text message.
     *
     * @return completes when it has been written; fails with {@link java.nio.channels.ClosedChannelException} if the socket is closing or
     *     closed, and as the {@linkplain SocketOptions#slowConsumerPolicy policy} says if too much waits already
     * @throws IllegalStateException if the socket is not open yet; under {@code faye} the message is queued instead
     */
    public CompletionStage<Void> send(CharSequence text) {
        return SocketSends.text(state, text.toString(), SendOptions.DEFAULTS);
    }

    /** Sends characters as {@code options} say; otherwise as {@link #send(CharSequence)}. */
    public CompletionStage<Void> send(CharSequence text, SendOptions options) {
        return Boolean.TRUE.equals(options.binary())
                ? SocketSends.binary(state, Utf8.encode(text.toString()), options)
                : SocketSends.text(state, text.toString(), options);
    }

    /** Sends a binary message; the content from position to limit is taken before this returns. Otherwise as {@link #send(CharSequence)}. */
    public CompletionStage<Void> send(ByteBuffer content) {
        return SocketSends.binary(state, content, SendOptions.DEFAULTS);
    }

    /**
     * Sends bytes as {@code options} say; otherwise as {@link #send(ByteBuffer)}.
     *
     * @throws IllegalArgumentException if they are to be text and are not UTF-8
     */
    public CompletionStage<Void> send(ByteBuffer content, SendOptions options) {
        return Boolean.FALSE.equals(options.binary())
                ? SocketSends.text(state, Texts.decode(content), options)
                : SocketSends.binary(state, content, options);
    }

    /** Sends a binary message; as {@link #send(ByteBuffer)}. */
    public CompletionStage<Void> send(byte[] content) {
        return SocketSends.binary(state, ByteBuffer.wrap(content), SendOptions.DEFAULTS);
    }

    /** Sends a number as text (ws 1.10-01). */
    public CompletionStage<Void> send(Number number) {
        return send(number.toString());
    }

    /** Sends floats from position to limit as a binary message, four bytes each in the order given (1.14-03). */
    public CompletionStage<Void> send(FloatBuffer floats, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.remaining() * Float.BYTES).order(order);
        bytes.asFloatBuffer().put(floats.duplicate());
        return send(bytes);
    }

    /** Sends a message as what it is: text as text, binary as binary. */
    public CompletionStage<Void> send(Message message) {
        return message.isBinary() ? send(message.bytes()) : send(message.text());
    }

    /** Sends a message as {@code options} say. */
    public CompletionStage<Void> send(Message message, SendOptions options) {
        return message.isBinary() ? send(message.bytes(), options) : send(message.text(), options);
    }

    /** Sends an empty ping; as {@link #ping(ByteBuffer)}. */
    public Ping ping() {
        return ping(ByteBuffer.allocate(0));
    }

    /** Sends a ping with text as its payload; as {@link #ping(ByteBuffer)}. */
    public Ping ping(CharSequence payload) {
        return ping(Utf8.encode(payload.toString()));
    }

    /**
     * Sends a ping.
     *
     * @param payload at most 125 bytes
     * @throws IllegalArgumentException if it is longer
     * @throws IllegalStateException as {@link #send(CharSequence)}
     */
    public Ping ping(ByteBuffer payload) {
        return SocketSends.ping(state, payload, null);
    }

    /** Sends a ping masked or not (ws 1.10-02), against RFC 6455 §5.1 if this end should do otherwise; as {@link #ping(ByteBuffer)}. */
    public Ping ping(ByteBuffer payload, boolean mask) {
        return SocketSends.ping(state, payload, mask);
    }

    /** Sends an empty unsolicited pong; as {@link #pong(ByteBuffer)}. */
    public CompletionStage<Void> pong() {
        return pong(ByteBuffer.allocate(0));
    }

    /**
     * Sends an unsolicited pong, or answers a ping where {@code autoPong} is off.
     *
     * @param payload at most 125 bytes
     * @return completes when it has been written
     * @throws IllegalArgumentException if it is longer
     * @throws IllegalStateException as {@link #send(CharSequence)}
     */
    public CompletionStage<Void> pong(ByteBuffer payload) {
        return SocketSends.pong(state, payload, null);
    }

    /** Sends a pong masked or not (ws 1.10-02); as {@link #pong(ByteBuffer)} and {@link #ping(ByteBuffer, boolean)}. */
    public CompletionStage<Void> pong(ByteBuffer payload, boolean mask) {
        return SocketSends.pong(state, payload, mask);
    }

    /** Begins the closing handshake with an empty close frame; under {@code faye} with 1000. Otherwise as {@link #close(int, String)}. */
    @Override
    public void close() {
        state.close(profile() == Profile.FAYE ? CloseStatus.of(1000) : CloseStatus.NONE);
    }

    /** As {@link #close(int, String)} without a reason. */
    public void close(int code) {
        close(code, "");
    }

    /**
     * Begins the closing handshake: what was sent before is written, then the close frame; the socket is CLOSING. While the socket is not
     * open yet this ends the attempt. Does nothing if it is closing or closed.
     *
     * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999; under {@code faye} 1000 or 3000 to 4999
     * @param reason at most 123 bytes of UTF-8
     * @throws IllegalArgumentException if a value is out of its range; the socket stays as it was
     */
    public void close(int code, String reason) {
        state.close(CloseCodes.checked(profile(), code, reason));
    }

    /** The server goes away: closes with 1001 in every profile. */
    void goAway() {
        state.goAway();
    }

    /** Destroys the socket at once: {@code close} with 1006 follows. */
    public void terminate() {
        state.terminate();
    }

    /** No message is delivered until {@link #resume}; what comes meanwhile waits at the peer. Does nothing before the socket is open and after it is closed. */
    public void pause() {
        state.messages.pause();
    }

    /** Ends {@link #pause}. */
    public void resume() {
        state.messages.resume();
    }

    /** Whether the socket is paused. */
    public boolean isPaused() {
        return state.messages.isPaused();
    }

    /**
     * Waits for the next message: the style for threads of their own, virtual ones above all. From the first call on messages wait for this
     * method instead of going to listeners; when 64 KiB of them wait the peer has to wait too. Several threads may receive: each message goes to one.
     *
     * <pre>{@code
     * server.onConnection((socket, request) -> {
     *     socket.pause(); // whatever comes before the first receive() waits for it
     *     executor.execute(() -> converse(socket));
     * });
     * }</pre>
     *
     * <p>Without the pause, messages that come before the first call and find no listener are lost as they are in ws; at a client they wait anyway.
     *
     * @return the message; {@code null} once the socket is closed and every message has been received
     * @throws WebSocketException instead of {@code null}, if there was an {@code error} event
     * @throws InterruptedException if the thread is interrupted; no message is lost
     * @throws IllegalStateException if there are message listeners, if a {@link WebSocketStream} takes the messages, or in a listener of this socket, where
     *     it would wait for itself
     */
    public @Nullable Message receive() throws IOException, InterruptedException {
        return state.messages.receiving().take();
    }

    /**
     * Waits for the next message as {@link #receive()} does, but not longer than {@code timeout}.
     *
     * @throws TimeoutException if none has come; no message is lost
     */
    public @Nullable Message receive(Duration timeout) throws IOException, InterruptedException, TimeoutException {
        return state.messages.receiving().take(TimeUnit.NANOSECONDS.convert(timeout));
    }

    /**
     * Sends every message of this socket on {@code destination}, as fast as that takes them, and closes it when this one has closed (faye 1B.1-14):
     * {@code socket.pipe(socket)} echoes. Takes the messages as {@link WebSocketStream#of} does.
     *
     * @return the destination
     * @throws IllegalStateException as {@link WebSocketStream#of}
     */
    public WebSocket pipe(WebSocket destination) {
        WebSocketStream.of(this).publisher().subscribe(new MessageSubscriber(destination));
        return destination;
    }

    /** Where the socket is in its life. */
    public ReadyState readyState() {
        return state.readyState();
    }

    @Override
    public boolean isOpen() {
        return readyState() == ReadyState.OPEN;
    }

    /** Bytes of payload that were sent and not written yet; 0 under {@code faye}, as there. Grows with sends after the end (ws 1.9-04). */
    public long bufferedAmount() {
        return profile() == Profile.FAYE ? 0 : state.bufferedAmount();
    }

    /** The names of the negotiated extensions with commas between them, empty for none (ws 1.9-05). */
    public String extensions() {
        return state.facts().extensions();
    }

    /** The subprotocol, empty for none. */
    public String protocol() {
        return state.facts().protocol();
    }

    /** The address: of a client's socket as it was given, of a server's as the client asked for it; scheme {@code ws} or {@code wss}. */
    public URI url() {
        return state.facts().url();
    }

    /** The protocol's name in faye: {@code hybi-13}, {@code hybi-8}, {@code hixie-76} or {@code hixie-75}; empty before the socket is open. */
    public String version() {
        return state.facts().version();
    }

    /** The status of the server's answer to a client's handshake, 0 as long as there is none (faye 1B.2-02). */
    public int statusCode() {
        HandshakeResponse response = state.response;
        return response == null ? 0 : response.statusCode();
    }

    /** The header of the server's answer to a client's handshake, empty as long as there is none; the look-up ignores case (faye 1B.2-02). */
    public Map<String, List<String>> headers() {
        HandshakeResponse response = state.response;
        return response == null ? Map.of() : response.headers();
    }

    /** How binary messages are handed over. */
    public BinaryType binaryType() {
        return state.binaryType();
    }

    /** Changes how binary messages are handed over, from the next message on. */
    public void binaryType(BinaryType type) {
        state.binaryType(Objects.requireNonNull(type, "type"));
    }

    /** Whose behaviour the socket has. */
    @Override
    public Profile profile() {
        return state.options.profile();
    }

    /** The address of this end, {@code null} where it is unknown. */
    public @Nullable SocketAddress localAddress() {
        Connection connection = state.connection();
        return connection == null ? null : connection.localAddress();
    }

    /** The address of the TCP peer, perhaps a proxy; {@code null} where it is unknown. */
    public @Nullable SocketAddress remoteAddress() {
        Connection connection = state.connection();
        return connection == null ? null : connection.remoteAddress();
    }

    /** Whether the bytes are encrypted between this process and its TCP peer. */
    public boolean isSecure() {
        Connection connection = state.connection();
        return connection != null && connection.isSecure();
    }

    /** What the application has attached: the identity that it found before the upgrade, for example (1.14-01). */
    public @Nullable Object attachment() {
        return state.attachment;
    }

    /** Attaches an object; visible to all threads. */
    public void attach(@Nullable Object attachment) {
        state.attachment = attachment;
    }

    /** Completes when the socket is open; fails with the {@code error} event's exception if it never is. */
    public CompletionStage<WebSocket> opened() {
        return state.opened(this);
    }

    /** Completes with the {@code close} event, after its listeners. */
    public CompletionStage<CloseEvent> closed() {
        return state.closed();
    }

    /**
     * Whether a request asks for a WebSocket connection: GET, {@code Connection} names {@code upgrade}, {@code Upgrade} is {@code websocket} and nothing else
     * (faye 1B.1-01).
     */
    public static boolean isWebSocket(UpgradeRequest request) {
        List<String> upgrade = request.headers("Upgrade");
        Headers headers = request::headers;
        return request.method().equals("GET")
                && headers.listContains("Connection", "upgrade")
                && upgrade.size() == 1
                && upgrade.get(0).strip().equalsIgnoreCase("websocket");
    }

    final SocketState state() {
        return state;
    }

    @Override
    final WebSocket self() {
        return this;
    }

    @Override
    final EventListeners listeners() {
        return state.listeners;
    }

    @Override
    final void beforeMessageListener() {
        state.messages.refuseListeners();
    }

    @Override
    final void afterMessageListener() {
        state.messages.wanted();
    }
}
