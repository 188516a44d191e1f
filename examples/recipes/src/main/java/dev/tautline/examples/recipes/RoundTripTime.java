// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures how long a message takes to an echoing peer and back: sends the time, and sends it again a while after it came back. */
public final class RoundTripTime {
    private RoundTripTime() {}

    /**
     * A client that measures (ws: echo.websocket.org demo).
     *
     * @param origin what a browser at that page would send
     */
    public static WebSocket connect(String address, String origin, Duration pause, Consumer<String> console) {
        WebSocketClientOptions options =
                WebSocketClientOptions.builder().origin(origin).build();
        return WebSocket.connect(URI.create(address), options, socket -> {
            socket.onOpen(open -> console.accept("connected"));
            socket.onClose((from, event) -> console.accept("disconnected"));
            measure(socket, pause, time -> console.accept("Roundtrip time: " + time.toMillis() + " ms"));
        });
    }

    /**
     * Begins when the socket opens, or now if it has; ends with it.
     *
     * @param pause between an answer and the next message
     * @param measured told of every round trip
     */
    public static void measure(WebSocket socket, Duration pause, Consumer<Duration> measured) {
        Executor later = CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS);
        socket.onMessage((from, message) -> {
            measured.accept(Duration.ofNanos(System.nanoTime() - Long.parseLong(message.text())));
            later.execute(() -> sendTime(from));
        });
        socket.opened().thenAccept(RoundTripTime::sendTime);
    }

    private static void sendTime(WebSocket socket) {
        if (socket.isOpen()) {
            socket.send(System.nanoTime());
        }
    }
}
