// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * When an output stream that is written without blocking may be touched: between {@code onWritePossible} and the {@code isReady} that answers
 * {@code false}; before and after that it is the container's. All questions are the turn's.
 */
final class NonBlockingOutput {
    final ServletOutputStream stream;
    final @Nullable UndertowConnection undertow;

    /** The stream is ours. Set by the container's thread, cleared in a turn. */
    private volatile boolean possible;

    NonBlockingOutput(ServletOutputStream stream, @Nullable UndertowConnection undertow) {
        this.stream = stream;
        this.undertow = undertow;
    }

    /** The container says that writing is possible. */
    void onWritePossible() {
        possible = true;
    }

    /** Otherwise the container will call. Any thread. */
    boolean isPossible() {
        return possible;
    }

    /** Whether the stream may be written to now. */
    boolean isReady() {
        if (!possible) {
            return false;
        }
        // Before the question: the call that a "no" promises may come before the answer.
        possible = false;
        if (!stream.isReady()) {
            return false;
        }
        possible = true;
        return true;
    }

    /** Whether all that the stream was given has left. */
    boolean hasLeft() throws IOException {
        if (!isReady()) {
            return false;
        }
        if (undertow == null) {
            return true;
        }
        // Before the question, as above: resuming writes promises the call. The stream's own flush promises none on
        // Undertow.
        possible = false;
        if (!undertow.flush()) {
            return false;
        }
        possible = true;
        return true;
    }
}
