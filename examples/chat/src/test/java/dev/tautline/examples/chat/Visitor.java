// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Somebody in the chat with the JDK's client. A close comes as an event {@code CLOSE code reason}. */
final class Visitor implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private String welcome = "";

    private Visitor(HttpClient client, URI uri) throws Exception {
        this.socket = client.newWebSocketBuilder()
                .buildAsync(uri, new Events(events))
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns when the handshake is done; the room has not answered yet. */
    static Visitor connect(int port, String room, String name) throws Exception {
        return new Visitor(HttpClient.newHttpClient(), uri(port, room, name));
    }

    /** Returns when the visitor is in the room. */
    static Visitor enter(int port, String room, String name) throws Exception {
        Visitor visitor = connect(port, room, name);
        visitor.welcome = visitor.await("\"type\":\"welcome\"");
        return visitor;
    }

    /** The first event of {@link #enter}. */
    String welcome() {
        return welcome;
    }

    private static URI uri(int port, String room, String name) {
        return URI.create("ws://localhost:" + port + "/chat/" + encoded(room) + "?name=" + encoded(name));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    void say(String text) throws InterruptedException, ExecutionException, TimeoutException {
        socket.sendText(text, true).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** The next event that contains all of the parts; those before it are dropped. */
    String await(String... parts) throws InterruptedException {
        StringBuilder dropped = new StringBuilder();
        while (true) {
            String event = events.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("No event with " + String.join(", ", parts) + "; before: " + dropped);
            }
            if (containsAll(event, parts)) {
                return event;
            }
            dropped.append('\n').append(event);
        }
    }

    private static boolean containsAll(String event, String... parts) {
        for (String part : parts) {
            if (!event.contains(part)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Events implements WebSocket.Listener {
        private final BlockingQueue<String> events;
        private final StringBuilder text = new StringBuilder();

        Events(BlockingQueue<String> events) {
            this.events = events;
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            webSocket.request(Long.MAX_VALUE);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add(text.toString());
                text.setLength(0);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            events.add("CLOSE " + statusCode + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            events.add("ERROR " + error);
        }
    }
}
