// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.internal.connection.Connection;
import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A test's side of one server session: what the session's callbacks do, and what they have seen. The test makes it, the endpoint at
 * {@code /probe/ID} finds it by the path. Any thread.
 */
public final class Probe {
    private static final Map<String, Probe> PROBES = new ConcurrentHashMap<>();

    /** What a callback does. */
    @FunctionalInterface
    public interface Reaction<T> {
        void run(Session session, T message) throws Exception;
    }

    private final String id = UUID.randomUUID().toString();
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final List<CloseReason> closes = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private volatile Reaction<String> onText = (open, message) -> texts.add(message);
    private volatile Reaction<byte[]> onBinary = (open, message) -> {};
    private volatile Reaction<String> onOpen = (open, subprotocol) -> {};

    /** Records what comes and answers nothing. */
    public Probe() {
        PROBES.put(id, this);
    }

    static Probe of(String id) {
        Probe probe = PROBES.get(id);
        if (probe == null) {
            throw new IllegalArgumentException("No test waits for " + id);
        }
        return probe;
    }

    /** Where its endpoint is. */
    public String path() {
        return "/probe/" + id;
    }

    public String id() {
        return id;
    }

    /** Runs in {@code onOpen}, with the session's subprotocol. */
    public Probe onOpen(Reaction<String> reaction) {
        onOpen = reaction;
        return this;
    }

    /** Runs for each text message; without it they go to {@link #text}. */
    public Probe onText(Reaction<String> reaction) {
        onText = reaction;
        return this;
    }

    /** Runs for each binary message; without it they are thrown away. */
    public Probe onBinary(Reaction<byte[]> reaction) {
        onBinary = reaction;
        return this;
    }

    void opened(Session opened) throws Exception {
        onOpen.run(opened, opened.getNegotiatedSubprotocol());
        session.complete(opened);
    }

    void text(Session open, String message) throws Exception {
        onText.run(open, message);
    }

    void binary(Session open, byte[] message) throws Exception {
        onBinary.run(open, message);
    }

    void failed(Throwable error) {
        errors.add(error);
    }

    void closed(CloseReason reason) {
        closes.add(reason);
        closed.complete(reason);
        PROBES.remove(id);
    }

    /** The session; waits for {@code onOpen}. */
    public Session session() {
        return Await.result("onOpen", session);
    }

    /** The connection under the session, to see what no API shows. */
    public Connection connection() {
        return ((JakartaSession) session()).connection();
    }

    /** The next text message that the session has seen. */
    public String text() throws InterruptedException {
        String message = texts.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("No text in " + Await.DEADLINE.toSeconds() + " s");
        }
        return message;
    }

    /** Waits for {@code onClose}. */
    public CloseReason closeReason() {
        return Await.result("onClose", closed);
    }

    /** How often {@code onClose} ran. */
    public int closes() {
        return closes.size();
    }

    /** What {@code onError} was told. */
    public List<Throwable> errors() {
        return List.copyOf(errors);
    }
}
