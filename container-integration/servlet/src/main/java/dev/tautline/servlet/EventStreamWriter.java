// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the output stream of an event stream without blocking, one write at a time. The stream is touched in {@link #advance} only, and only between
 * {@code onWritePossible} and the {@code isReady} that answers {@code false}: before and after that it is the container's.
 */
final class EventStreamWriter {
    /** How far the write under way has come: what the stream has taken still has to be flushed, and then to leave. */
    private enum Step {
        IDLE,
        WRITTEN,
        FLUSHED
    }

    private final ServletOutputStream output;
    private final @Nullable UndertowConnection undertow;
    /** What the stream has not been given. Set by whoever writes, taken in a turn. */
    private volatile byte @Nullable [] pending;

    /** The stream is ours. Set by the container's thread, cleared in a turn. */
    private volatile boolean possible;

    /** Owned by the turn. */
    private Step step = Step.IDLE;

    EventStreamWriter(ServletOutputStream output, @Nullable UndertowConnection undertow) {
        this.output = output;
        this.undertow = undertow;
    }

    /** Takes all bytes, when nothing else is being written. Any thread; a turn has to follow. */
    void write(byte[] bytes) {
        pending = bytes;
    }

    /** The container says that writing is possible. */
    void onWritePossible() {
        possible = true;
    }

    /** Whether {@link #advance} would begin a write. Otherwise there is nothing to write, or the container will call. For the owner of the turn. */
    boolean hasWork() {
        return possible && pending != null;
    }

    /** Whether all has left. For the owner of the turn. */
    boolean isIdle() {
        return step == Step.IDLE && pending == null;
    }

    /**
     * Writes as far as the stream takes it. A step of the turn.
     *
     * @return whether the write under way is complete with that
     */
    boolean advance() throws IOException {
        byte[] bytes = pending;
        if (step == Step.IDLE && bytes != null && isReady()) {
            pending = null;
            step = Step.WRITTEN;
            output.write(bytes);
        }
        if (step == Step.WRITTEN && isReady()) {
            step = Step.FLUSHED;
            if (undertow == null) {
                output.flush();
            }
        }
        if (step == Step.FLUSHED && hasLeft()) {
            step = Step.IDLE;
            return true;
        }
        return false;
    }

    private boolean hasLeft() throws IOException {
        if (!isReady()) {
            return false;
        }
        if (undertow == null) {
            return true;
        }
        // Before the question: the call that a "no" promises may come before the answer. Undertow's own flush promises
        // none.
        possible = false;
        if (!undertow.flush()) {
            return false;
        }
        possible = true;
        return true;
    }

    private boolean isReady() {
        if (!possible) {
            return false;
        }
        // Before the question, as above.
        possible = false;
        if (!output.isReady()) {
            return false;
        }
        possible = true;
        return true;
    }
}
