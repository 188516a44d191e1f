// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message, a part of one, or a control frame in the {@link OutboundQueue}. Its payload's position belongs to the flush owner
 * from the moment it is polled.
 */
final class Outgoing {
    /** TEXT or BINARY for messages and all their parts; PING, PONG, CLOSE. */
    final Opcode opcode;

    final ByteBuffer payload;
    /** Bytes of payload. */
    final int length;
    /** Whether this is a whole message or control frame. */
    final boolean whole;
    /** Whether the message ends with this part. */
    final boolean last;

    final boolean compress;
    final @Nullable SendCallback callback;
    /** The broadcast that this message is a copy of. */
    final @Nullable SharedMessage shared;
    /** An automatic pong or a keepalive ping: ours, not the application's. */
    final boolean automatic;
    /** Of a close frame. */
    final CloseStatus status;
    /** Whether it continues whatever message is open when it is queued. */
    final boolean joins;
    /** Whether it is masked, or {@code null} for what the role says. */
    final @Nullable Boolean mask;
    /** Of a part: whose message it belongs to. Authors wait for the end of each other's messages in parts; without one nobody waits. */
    final @Nullable Object author;
    /** Whether it has waited behind a message in parts. Guarded by the queue's lock. */
    boolean waitedBehind;

    private Outgoing(
            Opcode opcode,
            ByteBuffer payload,
            boolean whole,
            boolean last,
            boolean compress,
            @Nullable SendCallback callback,
            @Nullable SharedMessage shared,
            boolean automatic,
            CloseStatus status,
            boolean joins,
            @Nullable Boolean mask,
            @Nullable Object author) {
        this.opcode = opcode;
        this.payload = payload;
        this.length = payload.remaining();
        this.whole = whole;
        this.last = last;
        this.compress = compress;
        this.callback = callback;
        this.shared = shared;
        this.automatic = automatic;
        this.status = status;
        this.joins = joins;
        this.mask = mask;
        this.author = author;
    }

    static Outgoing message(Opcode opcode, ByteBuffer payload, boolean compress, @Nullable SendCallback callback) {
        return new Outgoing(
                opcode, payload, true, true, compress, callback, null, false, CloseStatus.NONE, false, null, null);
    }

    static Outgoing part(
            Opcode opcode,
            ByteBuffer payload,
            boolean last,
            boolean compress,
            @Nullable Object author,
            @Nullable SendCallback callback) {
        return new Outgoing(
                opcode, payload, false, last, compress, callback, null, false, CloseStatus.NONE, false, null, author);
    }

    /** A whole message, or a fragment that begins one, unless a message is open: then its next fragment. */
    static Outgoing fragment(Opcode opcode, ByteBuffer payload, FrameOptions options, @Nullable SendCallback callback) {
        return new Outgoing(
                opcode,
                payload,
                options.fin(),
                options.fin(),
                options.compress(),
                callback,
                null,
                false,
                CloseStatus.NONE,
                true,
                options.mask(),
                null);
    }

    /** This as the next fragment of the open message. */
    Outgoing continuing(Opcode open) {
        return new Outgoing(open, payload, false, last, compress, callback, null, false, status, true, mask, author);
    }

    static Outgoing shared(SharedMessage shared, boolean compress) {
        return new Outgoing(
                shared.opcode(),
                shared.payload().duplicate(),
                true,
                true,
                compress,
                null,
                shared,
                false,
                CloseStatus.NONE,
                false,
                null,
                null);
    }

    static Outgoing control(Opcode opcode, ByteBuffer payload, boolean automatic, @Nullable SendCallback callback) {
        return new Outgoing(
                opcode, payload, true, true, false, callback, null, automatic, CloseStatus.NONE, false, null, null);
    }

    /** A ping or pong of the application. */
    static Outgoing control(
            Opcode opcode, ByteBuffer payload, @Nullable Boolean mask, @Nullable SendCallback callback) {
        return new Outgoing(
                opcode, payload, true, true, false, callback, null, false, CloseStatus.NONE, false, mask, null);
    }

    static Outgoing close(CloseStatus status) {
        return new Outgoing(
                Opcode.CLOSE, ByteBuffer.allocate(0), true, true, false, null, null, false, status, false, null, null);
    }

    /** Bytes that count against the outbound limit: those of the application. */
    int amount() {
        return automatic ? 0 : length;
    }

    /** Whether a policy may drop it: whole messages only. */
    boolean isDroppable() {
        return whole && !opcode.isControl();
    }
}
