// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A programmatic endpoint of one session, of either side: remembers what it is told. Messages are in one queue: text as {@link String}, binary as {@code
 * byte[]}, pongs as {@link PongMessage}, until a test says otherwise. Any thread.
 */
final class Recorder extends Endpoint {
    /** What happens in a callback. */
    @FunctionalInterface
    interface Reaction<T> {
        void run(Session session, T about) throws Exception;
    }

    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final List<CloseReason> closes = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private volatile Reaction<EndpointConfig> onOpen = (opened, config) -> handleAll(opened);
    private volatile Reaction<CloseReason> onClose = (closing, reason) -> {};
    private volatile Reaction<Throwable> onError = (failed, error) -> {};
    private volatile Reaction<String> onText = (open, text) -> messages.add(text);

    private void handleAll(Session opened) {
        opened.addMessageHandler(String.class, this::text);
        opened.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) messages::add);
        opened.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) messages::add);
    }

    private void text(String text) {
        try {
            onText.run(session.getNow(null), text);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs in {@code onOpen} instead of adding the handlers. */
    Recorder onOpen(Reaction<EndpointConfig> reaction) {
        onOpen = reaction;
        return this;
    }

    /** Runs in {@code onOpen} after the handlers have been added. */
    Recorder alsoOnOpen(Reaction<EndpointConfig> reaction) {
        return onOpen((opened, config) -> {
            handleAll(opened);
            reaction.run(opened, config);
        });
    }

    /** Runs for each text instead of remembering it. */
    Recorder onText(Reaction<String> reaction) {
        onText = reaction;
        return this;
    }

    Recorder onClose(Reaction<CloseReason> reaction) {
        onClose = reaction;
        return this;
    }

    Recorder onError(Reaction<Throwable> reaction) {
        onError = reaction;
        return this;
    }

    /** Remembers something as if it were a message. */
    void add(Object message) {
        messages.add(message);
    }

    @Override
    public void onOpen(Session opening, EndpointConfig config) {
        order.add("open");
        // Handlers may run as soon as this has returned, and want the session.
        session.complete(opening);
        try {
            run(onOpen, opening, config);
        } finally {
            opened.complete(null);
        }
    }

    @Override
    public void onClose(Session closing, CloseReason reason) {
        order.add("close");
        try {
            run(onClose, closing, reason);
        } finally {
            closes.add(reason);
            closed.complete(reason);
        }
    }

    @Override
    public void onError(Session failed, Throwable error) {
        order.add("error");
        errors.add(error);
        run(onError, failed, error);
    }

    private static <T> void run(Reaction<T> reaction, Session session, T about) {
        try {
            reaction.run(session, about);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The session, as soon as {@code onOpen} has it. */
    Session session() {
        return Await.result("onOpen", session);
    }

    /** Waits until {@code onOpen} has run, and with it what was to be done there. */
    void awaitOpen() {
        Await.result("the end of onOpen", opened);
    }

    /** The next message, whatever it is. */
    Object message() {
        return next("message", messages);
    }

    String text() {
        return (String) message();
    }

    byte[] binary() {
        return (byte[]) message();
    }

    /** The payload of the next pong. */
    ByteBuffer pong() {
        return ((PongMessage) message()).getApplicationData();
    }

    /** How many messages wait to be taken. */
    int waiting() {
        return messages.size();
    }

    /** The next error. */
    Throwable error() {
        return next("error", errors);
    }

    /** Errors that no test has taken. */
    List<Throwable> errors() {
        return List.copyOf(errors);
    }

    /** Waits until {@code onClose} has run. */
    CloseReason closeReason() {
        return Await.result("onClose", closed);
    }

    /** Waits until {@code onClose} has run. */
    int closeCode() {
        return closeReason().getCloseCode().getCode();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** How often {@code onClose} ran. */
    int closes() {
        return closes.size();
    }

    /** The names of the lifecycle's callbacks in their order. */
    List<String> order() {
        return List.copyOf(order);
    }

    static <T> T next(String what, BlockingQueue<T> queue) {
        try {
            T next = queue.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("No " + what + " in " + Await.DEADLINE.toSeconds() + " s");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
