// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A reconnecting socket in memory and in virtual time. The test says what comes of each attempt, and plays the server of those that succeed. */
final class ScriptedAttempts implements Surroundings.Opener {
    final TestRuntime runtime = new TestRuntime();
    final List<String> events = new ArrayList<>();
    final ReconnectingWebSocket socket;
    MemoryTransport transport = new MemoryTransport();
    int attempts;
    int released;

    /** What {@code nextDouble} gives: 0 to 1. */
    double random = 0.5;

    /** What happens before the call that opens the next socket returns. */
    Runnable whileOpening = () -> {};

    private final WebSocketClientOptions options;
    private WebSocket current;

    ScriptedAttempts(WebSocketClientOptions options, Reconnect reconnect, Consumer<ReconnectingWebSocket> configurer) {
        this.options = options;
        Surroundings surroundings = new Surroundings(
                this,
                runtime.timers(),
                runtime.workers(),
                () -> (long) (random * 0x1p53) << 11,
                Clock.fixed(Instant.parse("1994-11-06T08:49:30Z"), ZoneOffset.UTC),
                () -> released++);
        this.socket = ReconnectingWebSocket.begin(options, reconnect, surroundings, configuring -> {
            record(configuring);
            configurer.accept(configuring);
        });
    }

    static ScriptedAttempts begin(UnaryOperator<Reconnect.Builder> configure) {
        return new ScriptedAttempts(
                WebSocketClientOptions.builder().perMessageDeflate(false).build(),
                configure.apply(Reconnect.builder()).build(),
                socket -> {});
    }

    private void record(ReconnectingWebSocket configuring) {
        configuring.onOpen(opened -> events.add("open"));
        configuring.onMessage((from, message) -> events.add("message " + message.text()));
        configuring.onError((failed, error) -> events.add("error " + error.getMessage()));
        configuring.onClose((closed, event) -> events.add("close " + event.code()));
        configuring.onReconnecting((again, event) -> events.add(
                "reconnecting " + event.attempt() + " in " + event.delay().toMillis()));
    }

    @Override
    public void open(EventListeners listeners, Consumer<WebSocket> opening) {
        attempts++;
        SocketState state = new SocketState(options, URI.create("ws://localhost/"), listeners);
        current = new WebSocket(new WebSocket.Setup(state));
        state.opening(error -> fail(error.getMessage()));
        opening.accept(current);
        whileOpening.run();
    }

    /** The attempt succeeds. */
    ScriptedAttempts succeed() {
        transport = new MemoryTransport();
        Connection connection = new Connection(
                transport,
                EngineOptions.of(options, Role.CLIENT),
                NegotiatedExtensions.NONE,
                runtime,
                new SocketEvents(current, () -> {}, () -> {}));
        current.state().open(connection, new SocketFacts(URI.create("ws://localhost/"), "", "", "hybi-13"));
        connection.start();
        runtime.runAll();
        return this;
    }

    /** The attempt fails, as {@code ClientOpening} tells of it. */
    ScriptedAttempts fail(String sentence) {
        WebSocketException error = new WebSocketException("", sentence, null);
        CloseEvent event = new CloseEvent(CloseCode.ABNORMAL_CLOSURE, "", false);
        SocketState state = current.state();
        state.failing();
        state.listeners.call(WebSocketEvent.ERROR, listener -> listener.onError(current, error));
        state.failed(error);
        state.listeners.call(WebSocketEvent.CLOSE, listener -> listener.onClose(current, event));
        state.onClosed(event);
        return this;
    }

    /** The server answers with a status, and perhaps {@code Retry-After}. */
    ScriptedAttempts refuse(int status, String... retryAfter) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String value : retryAfter) {
            headers.add(Map.entry("Retry-After", value));
        }
        current.state().response =
                new HandshakeResponse(new ExchangeResponse(status, "", headers, null, InputStream.nullInputStream()));
        return fail("Unexpected server response: " + status);
    }

    /** The server closes the connection with a code; 0 for none, which is an abnormal end. */
    ScriptedAttempts lose(int code) {
        if (code == 0) {
            transport.reset();
        } else {
            transport.receive(
                    code == CloseCode.NO_STATUS_RECEIVED ? Frames.close(false) : Frames.close(code, "", false));
            transport.eof();
        }
        runtime.runAll();
        transport.abort();
        runtime.runAll();
        return this;
    }

    void receiveText(String text) {
        transport.receive(Frames.text(text, false));
        runtime.runAll();
    }

    void advance(Duration time) {
        runtime.advance(time);
    }

    WebSocket current() {
        return current;
    }

    ReadyState readyState() {
        return socket.readyState();
    }

    String sent() {
        runtime.runAll();
        return transport.takeFrames();
    }

    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
