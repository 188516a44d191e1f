// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.CloseStatus;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One callback that waits in the {@link CallbackLane}. Immutable; owned by the lane until it runs. */
final class LaneEvent {
    /** What an event weighs in the read-ahead beside its payload, so that empty ones are bounded as well. */
    static final int OVERHEAD = 64;

    enum Kind {
        OPEN,
        TEXT,
        TEXT_PART,
        BINARY,
        BINARY_PART,
        STREAM,
        PING,
        PONG,
        /** No callback: the peer's close frame is answered when the messages before it have been handled. */
        ANSWER,
        ERROR,
        CLOSE
    }

    final Kind kind;
    private final @Nullable Object content;
    private final boolean flag;
    /** What the event adds to the read-ahead. */
    final long weight;

    LaneEvent(Kind kind, @Nullable Object content, boolean flag) {
        this.kind = kind;
        this.content = content;
        this.flag = flag;
        this.weight = OVERHEAD + payloadBytes(kind, content);
    }

    private static long payloadBytes(Kind kind, @Nullable Object content) {
        if (content instanceof String text) {
            return text.length();
        }
        return content instanceof ByteBuffer bytes && kind != Kind.STREAM ? bytes.remaining() : 0;
    }

    /** Of an answer: the status to send. */
    CloseStatus status() {
        return (CloseStatus) Objects.requireNonNull(content);
    }

    /** Whether the event tells of the end, which a pause doesn't hold up. */
    boolean isEnd() {
        return kind == Kind.ERROR || kind == Kind.CLOSE;
    }

    /** Whether the event brings data of the peer. */
    boolean isData() {
        return kind != Kind.OPEN && kind != Kind.ANSWER && !isEnd();
    }

    /** The event will not run. */
    void drop() {
        if (content instanceof InboundStream stream) {
            stream.skipRest();
        }
    }

    void run(ConnectionListener listener) {
        switch (kind) {
            case OPEN -> listener.onOpen();
            case ANSWER -> {}
            case ERROR -> listener.onError((Throwable) Objects.requireNonNull(content));
            case CLOSE -> listener.onClose((CloseStatus) Objects.requireNonNull(content), flag);
            default -> runMessage(listener, kind, Objects.requireNonNull(content), flag);
        }
    }

    /** Runs the callback of a message, or a part of one, without an event object. */
    static void runMessage(ConnectionListener listener, Kind kind, Object content, boolean last) {
        switch (kind) {
            case TEXT -> listener.onText((String) content);
            case TEXT_PART -> listener.onTextPart((String) content, last);
            case BINARY -> listener.onBinary((ByteBuffer) content);
            case BINARY_PART -> listener.onBinaryPart((ByteBuffer) content, last);
            case STREAM -> ((InboundStream) content).run(listener);
            case PING -> listener.onPing((ByteBuffer) content);
            case PONG -> listener.onPong((ByteBuffer) content);
            default -> throw new IllegalArgumentException("Not a message: " + kind);
        }
    }
}
