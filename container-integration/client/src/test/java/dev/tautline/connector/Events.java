// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The events of a socket as lines, with its ready state where it says something. */
final class Events {
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Listens for open, message, error and close. */
    WebSocket record(WebSocket socket) {
        return socket.onOpen(opened -> lines.add("open " + opened.readyState()))
                .onMessage((from, message) -> lines.add("message " + message.text()))
                .onError((failed, error) -> lines.add("error " + error.getMessage() + " " + failed.readyState()))
                .onClose((closed, event) -> lines.add(
                        ("close " + event.code() + " " + event.reason()).strip() + " " + closed.readyState()));
    }

    void add(String line) {
        lines.add(line);
    }

    String next() throws InterruptedException {
        String line = lines.poll(60, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("Nothing happens");
        }
        return line;
    }

    void expect(String... expected) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            seen.add(next());
        }
        assertEquals(List.of(expected), seen);
    }

    void expectNothingMore() {
        assertEquals(List.of(), List.copyOf(lines));
    }
}
