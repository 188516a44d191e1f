// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import dev.tautline.Message;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The client that a fuzzing server drives: asks for the number of cases, echoes through each of them, asks for the report. */
public final class EchoClient {
    private final String base;
    private final String agent;

    private EchoClient(String base, String agent) {
        this.base = base;
        this.agent = URLEncoder.encode(agent, StandardCharsets.UTF_8);
    }

    /** Runs all cases; a case that fails is the server's to judge. */
    public static void run(String base, String agent) {
        new EchoClient(base, agent).runAll();
    }

    private void runAll() {
        int count = caseCount();
        for (int i = 1; i <= count; i++) {
            talk("/runCase?case=" + i + "&agent=" + agent, socket -> socket.onMessage(WebSocket::send));
        }
        talk("/updateReports?agent=" + agent + "&shutdownOnComplete=true", socket -> {});
    }

    private int caseCount() {
        CompletableFuture<Message> first = new CompletableFuture<>();
        talk("/getCaseCount", socket -> socket.onMessage((from, message) -> first.complete(message)));
        if (!first.isDone()) {
            throw new IllegalStateException("The server at " + base + " does not tell the number of its cases");
        }
        return Integer.parseInt(first.join().text().strip());
    }

    /** Opens a socket and waits until it is closed, however it ends. */
    private void talk(String path, Consumer<WebSocket> listeners) {
        WebSocket.connect(base + path, List.of(), WebSocketClientOptions.DEFAULTS, socket -> {
                    socket.onError((failed, error) -> System.err.println(path + ": " + error.getMessage()));
                    listeners.accept(socket);
                })
                .closed()
                .toCompletableFuture()
                .join();
    }
}
