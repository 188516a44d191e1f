// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.InterruptedWriteException;
import dev.tautline.spec.ReadyState;
import java.io.IOException;

/**
 * How far a message is that is written as a stream. Without one of its parts it must not reach the peer as if it were whole. For the
 * thread of the stream.
 */
final class WrittenMessage {
    /** Sends a part, and forgets it whether or not that works. */
    @FunctionalInterface
    interface Part {
        void send(boolean last) throws IOException;
    }

    private final Connection connection;
    private final Part part;
    private boolean begun;
    private boolean broken;
    private boolean closed;

    WrittenMessage(Connection connection, Part part) {
        this.connection = connection;
        this.part = part;
    }

    void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("It is closed: its message has ended");
        }
        if (broken) {
            throw new IOException("A part of this message could not be sent; send it anew, as another message");
        }
    }

    void send() throws IOException {
        send(false);
    }

    /** Sends the last part. If one has failed before, nothing follows, and the connection ends if the peer has some of the message. */
    void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!broken) {
                send(true);
            }
        } finally {
            // While the connection closes, the close frame tells the peer that no part follows.
            if (broken && begun && connection.readyState() == ReadyState.OPEN) {
                connection.terminate();
            }
        }
    }

    private void send(boolean last) throws IOException {
        broken = true;
        try {
            part.send(last);
        } catch (InterruptedWriteException e) {
            sent();
            throw e;
        }
        sent();
    }

    private void sent() {
        broken = false;
        begun = true;
    }
}
