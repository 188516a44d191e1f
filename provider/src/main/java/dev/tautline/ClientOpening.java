// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connector.ClientAddress;
import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.handshake.ClientHandshake;
import dev.tautline.internal.handshake.Established;
import dev.tautline.internal.handshake.HandshakeFailedException;
import dev.tautline.internal.handshake.Headers;
import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.Role;
import java.io.EOFException;
import java.lang.System.Logger.Level;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's opening handshake, redirects included, in the order of ws. All that listeners see happens in {@link #steps}; {@link #fail} may come
 * from anywhere, and whoever ends the {@link ClientAttempt} decides how it ends.
 */
final class ClientOpening implements Opening {
    private static final System.Logger LOG = System.getLogger(ClientOpening.class.getName());
    private static final int SWITCHING_PROTOCOLS = 101;

    private final WebSocket socket;
    private final SocketState state;
    private final WebSocketClientOptions options;
    private final ClientHandshake handshake;
    private final EngineRuntime runtime;
    private final ClientSteps steps;
    private final ClientFields fields;
    private final ClientAttempt attempt;

    /** Redirects so far; of the steps. */
    private int redirects;

    /** Whether the attempt ends without an {@code error} event; of the steps. */
    private boolean silent;

    private ClientOpening(
            ClientAddress address,
            WebSocketClientOptions options,
            ClientHandshake handshake,
            ClientConnector connector,
            EngineRuntime runtime,
            SocketState state) {
        this.options = options;
        this.handshake = handshake;
        this.runtime = runtime;
        this.state = state;
        this.socket = new WebSocket(new WebSocket.Setup(state));
        this.steps = new ClientSteps(runtime.workers());
        this.fields = new ClientFields(options, handshake, address);
        this.attempt =
                new ClientAttempt(connector, runtime, () -> fail(error("Opening handshake has timed out", null)));
    }

    /** @see WebSocket#connect(String, List, WebSocketClientOptions, Consumer) */
    static WebSocket begin(
            String address,
            List<String> protocols,
            WebSocketClientOptions options,
            @Nullable Consumer<WebSocket> configurer) {
        return begin(address, protocols, options, EventListeners.ofCaller(), configurer);
    }

    /** @param listeners of the socket, and perhaps of those that come after it */
    static WebSocket begin(
            String address,
            List<String> protocols,
            WebSocketClientOptions options,
            EventListeners listeners,
            @Nullable Consumer<WebSocket> configurer) {
        ClientAddress target = ClientAddress.parse(address, options.profile());
        if (target.unixSocket() != null && options.proxy() != null) {
            throw new IllegalArgumentException("A Unix domain socket is not reached through a proxy");
        }
        ClientConnector connector = ClientConnector.find();
        SocketState state = new SocketState(options, target.url(), listeners);
        ClientShare share = ClientShare.acquire(Thread.currentThread().getContextClassLoader(), state::goAway);
        EngineRuntime runtime = share.runtime();
        boolean begun = false;
        try {
            ClientHandshake handshake = new ClientHandshake(
                    options.profile(),
                    options.protocolVersion(),
                    protocols.isEmpty() ? options.protocols() : protocols,
                    EngineOptions.extensions(options, runtime.deflatePools()),
                    options.origin());
            ClientOpening opening = new ClientOpening(target, options, handshake, connector, runtime, state);
            opening.fields.check();
            opening.begin(target, configurer, share);
            begun = true;
            return opening.socket;
        } finally {
            if (!begun) {
                share.release();
            }
        }
    }

    private void begin(ClientAddress target, @Nullable Consumer<WebSocket> configurer, ClientShare share) {
        state.opening(this);
        if (configurer == null) {
            state.messages.hold();
        } else {
            configurer.accept(socket);
        }
        state.closed().whenComplete((event, none) -> share.release());
        steps.execute(() -> request(target));
    }

    private void request(ClientAddress address) {
        String key = ClientHandshake.newKey(runtime.random());
        HandshakeRequest request = new HandshakeRequest(
                address.url(), fields.of(address, key, state.listeners.has(WebSocketEvent.REDIRECT)));
        if (redirects > 0) {
            state.redirected(address.url());
            emit(WebSocketEvent.REDIRECT, listener -> listener.onRedirect(socket, address.url(), request));
        }
        ExchangeRequest asked;
        try {
            var customizer = options.finishRequest();
            if (customizer != null) {
                customizer.accept(request, socket);
                Thread.interrupted(); // would end the connection attempt
            }
            ProxyOptions proxy = options.proxy();
            asked = new ExchangeRequest(
                    address.target(),
                    request.headers(),
                    address.unixSocket(),
                    proxy == null ? null : proxy.settings(),
                    options.tls().settings(),
                    runtime);
        } catch (RuntimeException | Error e) {
            fail(error(messageOf(e), e));
            return;
        }
        Exchange exchange = attempt.begin(asked, options.handshakeTimeout());
        if (exchange != null) {
            exchange.response()
                    .whenCompleteAsync(
                            (response, failure) -> answered(address, key, request, response, failure), steps);
        }
    }

    private void answered(
            ClientAddress address,
            String key,
            HandshakeRequest request,
            @Nullable ExchangeResponse response,
            @Nullable Throwable failure) {
        attempt.stopTimeout();
        if (response == null) {
            failed(address, Objects.requireNonNull(failure));
            return;
        }
        HandshakeResponse told = new HandshakeResponse(response);
        if (attempt.isOver()) {
            response.abandon();
            return;
        }
        state.response = told;
        Transport transport = response.transport();
        if (transport != null) {
            emit(WebSocketEvent.UPGRADE, listener -> listener.onUpgrade(socket, told));
            open(address, key, response, transport);
        } else {
            String location = told.header("Location");
            if (options.followRedirects() && location != null && told.statusCode() < 400 && told.statusCode() >= 300) {
                response.abandon();
                follow(address, location);
            } else {
                unexpected(request, told, response);
            }
        }
    }

    private void follow(ClientAddress address, String location) {
        redirects++;
        if (redirects > options.maxRedirects()) {
            fail(error("Maximum redirects exceeded", null));
            return;
        }
        try {
            ClientAddress next = address.resolve(location, options.profile());
            steps.execute(() -> request(next));
        } catch (IllegalArgumentException e) {
            fail(error(messageOf(e), e));
        }
    }

    private void unexpected(HandshakeRequest request, HandshakeResponse told, ExchangeResponse response) {
        if (state.listeners.has(WebSocketEvent.UNEXPECTED_RESPONSE)) {
            state.responseUnexpected = true;
            emit(WebSocketEvent.UNEXPECTED_RESPONSE, listener -> listener.onUnexpectedResponse(socket, request, told));
        } else {
            response.abandon();
            failHandshake(
                    options.profile() == Profile.FAYE
                            ? "Unexpected response code: " + told.statusCode()
                            : "Unexpected server response: " + told.statusCode(),
                    null);
        }
    }

    private void open(ClientAddress address, String key, ExchangeResponse response, Transport transport) {
        if (socket.readyState() != ReadyState.CONNECTING) {
            response.abandon();
            return;
        }
        Established established;
        try {
            established = handshake.check(SWITCHING_PROTOCOLS, Headers.of(response.headers()), key);
        } catch (HandshakeFailedException e) {
            response.abandon();
            failHandshake(messageOf(e), e.getCause());
            return;
        }
        Connection connection = new Connection(
                transport,
                EngineOptions.of(options, Role.CLIENT),
                established.extensions(),
                runtime,
                new SocketEvents(socket, () -> {}, () -> {}));
        SocketFacts facts = new SocketFacts(
                address.url(),
                established.subprotocol(),
                String.join(",", established.extensions().names()),
                "hybi-" + options.protocolVersion());
        if (attempt.end() && state.open(connection, facts)) {
            connection.start();
        } else {
            established.extensions().close();
            response.abandon();
            // Closed by the application in this moment, perhaps before it could see that the attempt was over.
            finish(error(SocketState.CLOSED_BEFORE_OPEN, null), new CloseEvent(CloseCode.ABNORMAL_CLOSURE, "", false));
        }
    }

    private void failHandshake(String sentence, @Nullable Throwable cause) {
        if (options.profile() == Profile.FAYE) {
            String message = "Error during WebSocket handshake: " + sentence;
            fail(error(message, cause), new CloseEvent(CloseCode.PROTOCOL_ERROR, message, false));
        } else {
            fail(error(sentence, cause));
        }
    }

    /** There is no answer. faye takes the end of the connection for no error, and bytes that are no HTTP for a bad answer. */
    private void failed(ClientAddress address, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = messageOf(cause);
        if (options.profile() != Profile.FAYE) {
            fail(error(message, cause));
        } else if (cause instanceof ProtocolException) {
            failHandshake("Parse Error", cause);
        } else {
            // The same end seen at another moment: while the connector still writes, its channel is closed already.
            silent = cause instanceof EOFException || cause instanceof ClosedChannelException;
            fail(error("Network error: " + address.url() + ": " + message, cause));
        }
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private static WebSocketException error(String message, @Nullable Throwable cause) {
        return new WebSocketException("", message, cause);
    }

    @Override
    public void abort(WebSocketException error) {
        fail(error);
    }

    private void fail(WebSocketException error) {
        fail(error, new CloseEvent(CloseCode.ABNORMAL_CLOSURE, "", false));
    }

    private void fail(WebSocketException error, CloseEvent event) {
        if (attempt.end()) {
            state.failing();
            steps.execute(() -> finish(error, event));
        }
    }

    private void finish(WebSocketException error, CloseEvent event) {
        if (socket.readyState() == ReadyState.CLOSED) {
            return;
        }
        if (!silent) {
            emit(WebSocketEvent.ERROR, listener -> listener.onError(socket, error));
        }
        state.failed(error);
        emit(WebSocketEvent.CLOSE, listener -> listener.onClose(socket, event));
        state.onClosed(event);
    }

    private <L> void emit(WebSocketEvent<L> event, Consumer<L> call) {
        try {
            state.listeners.call(event, call);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A listener of " + event + " failed", e);
        }
    }
}
