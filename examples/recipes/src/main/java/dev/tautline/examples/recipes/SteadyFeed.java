// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.Reconnect;
import dev.tautline.ReconnectingWebSocket;
import dev.tautline.WebSocketClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Follows a feed whatever happens to the connection. Each message is {@code <number> <text>}; every connection begins by telling the server the last number that was
 * seen, so that nothing is missed and nothing comes twice.
 */
public final class SteadyFeed {
    private SteadyFeed() {}

    /**
     * Follows until the socket that it returns is closed.
     *
     * @param initialDelay the longest wait before the first attempt to connect again; it doubles up to half a minute
     * @param texts told of every message, one at a time and in order
     */
    public static ReconnectingWebSocket follow(String address, Duration initialDelay, Consumer<String> texts) {
        AtomicLong last = new AtomicLong();
        WebSocketClientOptions options = WebSocketClientOptions.builder()
                .heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(10))
                .build();
        Reconnect reconnect = Reconnect.builder().initialDelay(initialDelay).build();
        return ReconnectingWebSocket.connect(address, List.of(), options, reconnect, socket -> {
            socket.onOpen(open -> open.send(last.get()));
            socket.onMessage((from, message) -> {
                String[] parts = message.text().split(" ", 2);
                last.set(Long.parseLong(parts[0]));
                texts.accept(parts[1]);
            });
        });
    }
}
