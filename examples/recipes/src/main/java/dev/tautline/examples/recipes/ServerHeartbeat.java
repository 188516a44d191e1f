// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketEvent;
import dev.tautline.WebSocketServer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Detects broken connections at the server as ws's README does it: pings every client, and terminates those that have not answered the last ping. To have the
 * same without any code: {@code WebSocketServerOptions.builder().heartbeat(Duration.ofSeconds(30), Duration.ofSeconds(30))}.
 */
public final class ServerHeartbeat implements AutoCloseable {
    private final WebSocketServer server;
    private final Set<WebSocket> silent = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> rounds;

    /**
     * Begins.
     *
     * @param interval 30 s in the README; its clients wait 31 s for a ping
     */
    public ServerHeartbeat(WebSocketServer server, Duration interval, ScheduledExecutorService timer) {
        this.server = server;
        this.rounds =
                timer.scheduleAtFixedRate(this::round, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Call it for every socket in the {@code connection} event. */
    public void watch(WebSocket socket) {
        socket.addEventListener(WebSocketEvent.PONG, (from, payload) -> silent.remove(from));
        socket.closed().thenRun(() -> silent.remove(socket));
    }

    /** One round: who has answered is asked again, who has not is gone. */
    void round() {
        for (WebSocket client : server.clients()) {
            if (!silent.add(client)) {
                client.terminate();
            } else {
                client.ping();
            }
        }
    }

    @Override
    public void close() {
        rounds.cancel(false);
    }
}
