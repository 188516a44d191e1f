// SPDX-License-Identifier: Apache-2.0
package dev.tautline.testkit;

import dev.tautline.internal.connection.ConnectionListener;
import dev.tautline.internal.connection.ViolationException;
import dev.tautline.spec.CloseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes down what a connection tells it, one line per callback, and finds callbacks that overlap. A test may hang an action on
 * every callback. Safe for use by many threads at once.
 */
public final class RecordingListener implements ConnectionListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> events = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile Consumer<String> action = event -> {};

    /** A listener that has heard nothing. */
    public RecordingListener() {}

    /** Runs inside each callback after it was written down, with its line. */
    public RecordingListener onEach(Consumer<String> newAction) {
        action = newAction;
        return this;
    }

    /** Takes what was written down since the last call. */
    public List<String> take() {
        lock.lock();
        try {
            List<String> taken = List.copyOf(events);
            events.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void record(String event) {
        if (running.getAndIncrement() != 0) {
            throw new IllegalStateException("Two callbacks of one connection overlap: " + event);
        }
        try {
            lock.lock();
            try {
                events.add(event);
            } finally {
                lock.unlock();
            }
            action.accept(event);
        } finally {
            running.decrementAndGet();
        }
    }

    private static String hex(ByteBuffer bytes) {
        if (!bytes.hasArray() || bytes.arrayOffset() != 0 || bytes.array().length != bytes.remaining()) {
            throw new IllegalStateException("Not an exact heap buffer: " + bytes);
        }
        return HexFormat.of().formatHex(bytes.array());
    }

    @Override
    public void onOpen() {
        record("open");
    }

    @Override
    public void onText(String message) {
        record("text " + message);
    }

    @Override
    public void onTextPart(String part, boolean last) {
        record("textPart " + part + (last ? " last" : ""));
    }

    @Override
    public void onTextStream(Reader reader) {
        StringWriter all = new StringWriter();
        try {
            reader.transferTo(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        record("textStream " + all);
    }

    @Override
    public void onBinary(ByteBuffer message) {
        record("binary " + hex(message));
    }

    @Override
    public void onBinaryPart(ByteBuffer part, boolean last) {
        record("binaryPart " + hex(part) + (last ? " last" : ""));
    }

    @Override
    public void onBinaryStream(InputStream stream) {
        try {
            record("binaryStream " + HexFormat.of().formatHex(stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onPing(ByteBuffer payload) {
        record("ping " + hex(payload));
    }

    @Override
    public void onPong(ByteBuffer payload) {
        record("pong " + hex(payload));
    }

    @Override
    public void onError(Throwable cause) {
        record("error "
                + (cause instanceof ViolationException violation
                        ? violation.violation().name()
                        : cause.getClass().getSimpleName()));
    }

    @Override
    public void onClose(CloseStatus status, boolean clean) {
        record("close " + status.code() + " '" + status.reason() + "'" + (clean ? " clean" : ""));
    }
}
