// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.extension.PayloadEncoder;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.protocol.OutboundProtocol;
import dev.tautline.internal.protocol.Utf8;
import dev.tautline.spec.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into frames in direct buffers: one batch for one write. A message larger than a batch is continued in the next
 * one, so that a connection never holds more than a batch of direct memory. Owned by the flush owner.
 */
final class FrameWriter {
    /** Bytes after which a batch is written before more is encoded. */
    static final int BATCH = 2 * BufferPool.LARGE;

    /** Longer messages go through the queue; what is shorter fits into one large buffer with its header. */
    static final int MAX_DIRECT = BufferPool.LARGE - OutboundProtocol.MAX_HEADER_LENGTH;

    private final OutboundProtocol protocol;
    private final PayloadEncoder encoder;
    private final @Nullable Object wireForm;
    private final boolean extended;
    private final BufferPool pool;

    // The batch.
    private final List<ByteBuffer> full = new ArrayList<>(0);
    private @Nullable ByteBuffer current;
    private long fullBytes;

    // The message that is being encoded.
    private @Nullable Outgoing message;
    private @Nullable ByteBuffer payload;
    private boolean encoding;
    private boolean headerWritten;
    /** Whether a message in parts or a compressed one has frames on the wire and isn't over. */
    private boolean continued;
    /** RSV bits of the first frame of the open message; the encoder takes part in it where they are not 0. */
    private int rsv;

    private boolean messageOpen;

    FrameWriter(OutboundProtocol protocol, NegotiatedExtensions extensions, BufferPool pool) {
        this.protocol = protocol;
        this.encoder = extensions.encoder();
        this.wireForm = extensions.wireForm();
        this.extended = !extensions.agreed().isEmpty();
        this.pool = pool;
    }

    /** Bytes of the batch so far. */
    long size() {
        return fullBytes + (current == null ? 0 : current.position());
    }

    /** Whether no message is half encoded or open, so that a whole one may follow. */
    boolean isAtRest() {
        return message == null && !messageOpen;
    }

    /**
     * Encodes a whole text message of at most {@link #MAX_DIRECT} chars.
     *
     * @return the bytes of its payload, or -1: too long
     */
    int text(String text, boolean compress) {
        if (extended) {
            return binary(Opcode.TEXT, Utf8.encode(text), compress);
        }
        protocol.masks(null);
        ByteBuffer out = room(Math.min(MAX_DIRECT, text.length()) + OutboundProtocol.MAX_HEADER_LENGTH);
        int start = out.position();
        if (!protocol.encodeText(text, Opcode.TEXT, true, out)) {
            nextBuffer(BufferPool.LARGE);
            out = room(1);
            start = out.position();
            if (!protocol.encodeText(text, Opcode.TEXT, true, out)) {
                return -1;
            }
        }
        return payloadLength(out.position() - start);
    }

    /** The payload of a frame of so many bytes. */
    private int payloadLength(int frame) {
        int header = protocol.headerLength(0);
        while (protocol.headerLength(frame - header) != header) {
            header++;
        }
        return frame - header;
    }

    /**
     * Encodes a whole message of at most {@link #MAX_DIRECT} bytes.
     *
     * @return the bytes of its payload, or -1: too long
     */
    int binary(Opcode opcode, ByteBuffer bytes, boolean compress) {
        int length = bytes.remaining();
        if (length > MAX_DIRECT) {
            return -1;
        }
        begin(Outgoing.message(opcode, bytes, compress, null));
        while (!goOn()) {
            // A whole message in a batch that was not full: only incompressible data needs another round.
        }
        return length;
    }

    /** Begins a message, a part or a control frame; nothing else is begun before {@link #goOn} has returned true. */
    void begin(Outgoing next) {
        message = next;
        payload = next.payload;
        headerWritten = false;
        protocol.masks(next.mask);
        if (next.opcode.isControl()) {
            return;
        }
        if (!messageOpen) {
            continued = false;
            rsv = beginMessage(next);
        }
        messageOpen = !next.last;
    }

    private int beginMessage(Outgoing next) {
        encoding = false;
        if (!extended) {
            return 0;
        }
        if (next.shared != null && wireForm != null && next.compress) {
            SharedMessage.Form form = next.shared.form(wireForm);
            if (form == null) {
                form = encodeWhole(next);
                next.shared.offer(wireForm, form);
            }
            payload = form.payload().duplicate();
            return form.rsv();
        }
        int bits = encoder.begin(next.opcode, next.length, next.whole, next.compress);
        encoding = bits != 0;
        return bits;
    }

    private SharedMessage.Form encodeWhole(Outgoing next) {
        int bits = encoder.begin(next.opcode, next.length, true, true);
        if (bits == 0) {
            return new SharedMessage.Form(0, next.payload.asReadOnlyBuffer());
        }
        ByteBuffer in = next.payload.duplicate();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(64, next.length / 4));
        byte[] chunk = new byte[4096];
        boolean done;
        do {
            ByteBuffer out = ByteBuffer.wrap(chunk);
            done = encoder.encode(in, true, out);
            bytes.write(chunk, 0, out.position());
        } while (!done);
        return new SharedMessage.Form(bits, ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer());
    }

    /** Copies what is left of a message if it is the one that is being encoded, because its buffer is needed elsewhere. */
    void keepPayload(Outgoing candidate) {
        ByteBuffer rest = payload;
        if (message == candidate && rest != null) {
            payload = Sender.copy(rest);
        }
    }

    /** What has been begun and is not finished, or {@code null}. */
    @Nullable Outgoing inProgress() {
        return message;
    }

    /**
     * Encodes what was begun until it is finished or the batch is full.
     *
     * @return whether it is finished
     */
    boolean goOn() {
        Outgoing next = message;
        ByteBuffer in = payload;
        if (next == null || in == null) {
            return true;
        }
        boolean done =
                switch (next.opcode) {
                    case PING, PONG, CLOSE -> control(next);
                    default -> encoding ? encoded(next, in) : plain(next, in);
                };
        if (done) {
            message = null;
            payload = null;
        }
        return done;
    }

    private boolean control(Outgoing frame) {
        ByteBuffer out = room(OutboundProtocol.MAX_HEADER_LENGTH + OutboundProtocol.MAX_CONTROL_PAYLOAD);
        return switch (frame.opcode) {
            case PING -> protocol.encodePing(frame.payload, out);
            case PONG -> protocol.encodePong(frame.payload, out);
            default -> protocol.encodeClose(frame.status, out);
        };
    }

    private boolean plain(Outgoing next, ByteBuffer in) {
        if (!headerWritten) {
            if (!in.hasRemaining() && !next.last && !next.joins) {
                return true;
            }
            header(next, next.last, in.remaining());
            headerWritten = true;
        }
        return !in.hasRemaining() || payload(in, BATCH);
    }

    private boolean encoded(Outgoing next, ByteBuffer in) {
        ByteBuffer out = pool.borrow(next.length + next.length / 8 + 64L);
        try {
            boolean done = false;
            while (!done && out.hasRemaining()) {
                done = encoder.encode(in, next.last, out);
            }
            out.flip();
            if (out.hasRemaining() || (done && next.last)) {
                header(next, done && next.last, out.remaining());
                payload(out, Long.MAX_VALUE);
            }
            return done;
        } finally {
            pool.giveBack(out);
        }
    }

    private void header(Outgoing next, boolean fin, int length) {
        ByteBuffer out = room(OutboundProtocol.MAX_HEADER_LENGTH + Math.min(length, BufferPool.SMALL / 2));
        protocol.encodeHeader(out, continued ? Opcode.CONTINUATION : next.opcode, fin, continued ? 0 : rsv, length);
        continued = !fin;
    }

    private boolean payload(ByteBuffer in, long limit) {
        while (true) {
            if (protocol.encodePayload(in, room(1))) {
                return true;
            }
            if (size() >= limit) {
                return false;
            }
            nextBuffer(in.remaining());
        }
    }

    /** The buffer of the batch that has at least {@code bytes} left. */
    private ByteBuffer room(int bytes) {
        ByteBuffer out = current;
        if (out != null && out.remaining() >= bytes) {
            return out;
        }
        return nextBuffer(bytes);
    }

    private ByteBuffer nextBuffer(int bytes) {
        ByteBuffer before = current;
        if (before != null) {
            full.add(before);
            fullBytes += before.position();
        }
        // A second buffer means that there is much to write.
        ByteBuffer next = pool.borrow(before == null ? bytes : BufferPool.LARGE);
        current = next;
        return next;
    }

    /** Moves the batch, ready to be read, to {@code target} and begins a new one. */
    void take(List<ByteBuffer> target) {
        ByteBuffer last = current;
        if (last != null) {
            full.add(last);
            current = null;
        }
        for (ByteBuffer buffer : full) {
            target.add(buffer.flip());
        }
        full.clear();
        fullBytes = 0;
    }

    /** Gives up what is in the batch or half encoded. */
    @Nullable Outgoing abandon() {
        List<ByteBuffer> buffers = new ArrayList<>();
        take(buffers);
        buffers.forEach(pool::giveBack);
        Outgoing unfinished = message;
        message = null;
        payload = null;
        return unfinished;
    }
}
