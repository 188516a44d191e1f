// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.Role;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What comes to a client's socket while it opens or fails to. */
class SocketStateTest {
    private static final URI ADDRESS = URI.create("ws://localhost/");

    private final TestRuntime runtime = new TestRuntime();
    private final MemoryTransport transport = new MemoryTransport();
    private final WebSocketClientOptions options = WebSocketClientOptions.builder(Profile.FAYE)
            .perMessageDeflate(false)
            .build();
    private final SocketState state = new SocketState(options, ADDRESS);
    private final WebSocket socket = new WebSocket(new WebSocket.Setup(state));

    private void open() {
        Connection connection = new Connection(
                transport,
                EngineOptions.of(options, Role.CLIENT),
                NegotiatedExtensions.NONE,
                runtime,
                new SocketEvents(socket, () -> {}, () -> {}));
        assertTrue(state.open(connection, new SocketFacts(ADDRESS, "", "", "hybi-13")));
        connection.start();
    }

    @Test
    @DisplayName("nothing overtakes what was sent before the socket was open")
    void sendsKeepTheirOrder() {
        CompletionStage<Void> first = state.early(5, connection -> {
            // As another thread would do it in this moment, which has sent the second already.
            var unused = socket.send("fourth");
            SendCompletion completion = new SendCompletion();
            connection.sendText("first", true, null, completion);
            return completion;
        });
        CompletionStage<Void> second = socket.send("second");
        open();
        CompletionStage<Void> third = socket.send("third");
        socket.onOpen(opened -> {
            var unused = opened.send("fifth");
        });
        runtime.runAll();
        assertEquals(
                List.of("first", "second", "third", "fourth", "fifth"),
                transport
                        .takeFrames()
                        .lines()
                        .map(frame -> frame.replaceAll("text|[ \"]", ""))
                        .toList());
        for (CompletionStage<Void> sent : List.of(first, second, third)) {
            assertTrue(sent.toCompletableFuture().isDone());
        }
    }

    @Test
    @DisplayName("an attempt that has failed stays so when its end is told of late")
    void aFailedAttemptStaysClosed() {
        WebSocketException error = new WebSocketException("", "closed in between", null);
        state.failed(error);
        state.failing();
        assertEquals(ReadyState.CLOSED, socket.readyState());
    }
}
