// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the output stream of an event stream without blocking, one write at a time. The stream is touched in {@link #advance} only.
 */
final class EventStreamWriter {
    /** How far the write under way has come: what the stream has taken still has to be flushed, and then to leave. */
    private enum Step {
        IDLE,
        WRITTEN,
        FLUSHED
    }

    private final NonBlockingOutput output;
    /** What the stream has not been given. Set by whoever writes, taken in a turn. */
    private volatile byte @Nullable [] pending;

    /** Owned by the turn. */
    private Step step = Step.IDLE;

    EventStreamWriter(ServletOutputStream output, @Nullable UndertowConnection undertow) {
        this.output = new NonBlockingOutput(output, undertow);
    }

    /** Takes all bytes, when nothing else is being written. Any thread; a turn has to follow. */
    void write(byte[] bytes) {
        pending = bytes;
    }

    /** The container says that writing is possible. */
    void onWritePossible() {
        output.onWritePossible();
    }

    /**
     * Whether {@link #advance} would begin a write, or go on with one because the container has called meanwhile. Otherwise there is nothing to write, or the
     * container will call. For the owner of the turn.
     */
    boolean hasWork() {
        return output.isPossible() && !isIdle();
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
        if (step == Step.IDLE && bytes != null && output.isReady()) {
            pending = null;
            step = Step.WRITTEN;
            output.stream.write(bytes);
        }
        if (step == Step.WRITTEN && output.isReady()) {
            step = Step.FLUSHED;
            if (output.undertow == null) {
                output.stream.flush();
            }
        }
        if (step == Step.FLUSHED && output.hasLeft()) {
            step = Step.IDLE;
            return true;
        }
        return false;
    }
}
