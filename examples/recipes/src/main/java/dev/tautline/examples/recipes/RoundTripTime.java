// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures how long a message takes to an echoing peer and back: sends the time, and sends it again a while after it came back. */
public final class RoundTripTime {
    private RoundTripTime() {}

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
