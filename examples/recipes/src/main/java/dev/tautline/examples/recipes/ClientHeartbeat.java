// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketEvent;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Detects a broken connection at the client: terminates the socket when no ping has come for longer than the server's interval and a guess of the latency.
 * Terminates instead of closing, because a peer that is gone will not answer a close frame either.
 */
public final class ClientHeartbeat {
    private final WebSocket socket;
    private final Duration patience;
    private final ScheduledExecutorService timer;
    private final AtomicReference<ScheduledFuture<?>> timeout = new AtomicReference<>();

    private ClientHeartbeat(WebSocket socket, Duration patience, ScheduledExecutorService timer) {
        this.socket = socket;
        this.patience = patience;
        this.timer = timer;
    }

    /** Opens a socket and watches it; as {@link #watch}. */
    public static WebSocket connect(String address, Duration patience, ScheduledExecutorService timer) {
        return WebSocket.connect(address, socket -> watch(socket, patience, timer));
    }

    /**
     * Watches a socket from its opening to its end.
     *
     * @param patience the server's interval and a second: 31 s
     */
    public static void watch(WebSocket socket, Duration patience, ScheduledExecutorService timer) {
        ClientHeartbeat heartbeat = new ClientHeartbeat(socket, patience, timer);
        socket.opened().thenRun(heartbeat::wind);
        socket.addEventListener(WebSocketEvent.PING, (from, payload) -> heartbeat.wind());
        socket.closed().thenRun(heartbeat::stop);
    }

    private void wind() {
        cancel(timeout.getAndSet(timer.schedule(socket::terminate, patience.toNanos(), TimeUnit.NANOSECONDS)));
    }

    private void stop() {
        cancel(timeout.get());
    }

    private static void cancel(@org.jspecify.annotations.Nullable ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
