// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.Opcode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moves what waits in the {@link OutboundQueue} to the transport, one write at a time. Owns the flush token; {@code
 * docs/concurrency.md} has its states. Any thread may call the methods that don't say otherwise.
 */
final class Flusher {
    /** What the connection does for its flusher; called without a lock held. */
    interface Owner {
        /** The close frame has been handed to the network. Called after the token was let go. */
        void onCloseWritten();

        /**
         * A write is over. Called by the flush owner: must be short.
         *
         * @param active whether it held anything but keepalive pings and automatic pongs
         */
        void onOutput(boolean active);

        /** Encoding or the transport has failed in a way that must not happen. */
        void onFault(Throwable cause);

        /** Frees the encoder; the last call of the flush owner. */
        void onFlusherEnded();
    }

    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int WANTED = 2;
    /** Corked bytes that are written without waiting for the end of the batch. */
    private static final int CORK_LIMIT = 64 * 1024;

    private static final VarHandle TOKEN;

    static {
        try {
            TOKEN = MethodHandles.lookup().findVarHandle(Flusher.class, "token", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Transport transport;
    private final OutboundQueue queue;
    private final FrameWriter frames;
    private final BufferPool pool;
    private final Completions completions;
    private final Cork cork;
    private final Owner owner;
    private final LentPayloads lent = new LentPayloads();

    /** Held until the transport has been started: there is nobody yet who could be told of a write. */
    @SuppressWarnings("unused") // by VarHandle
    private volatile int token = HELD;

    // Owned by the flush owner.
    /** What has been encoded and is not handed to the transport. */
    private OutboundBatch batch = new OutboundBatch();
    /** What the transport writes. */
    private OutboundBatch written = new OutboundBatch();

    private final ArrayList<ByteBuffer> writingBuffers = new ArrayList<>(1);
    private boolean freed;
    private long writes;
    private long bytes;

    /** Changed by the flush owner only. */
    private volatile boolean writing;
    /** The transport is to be closed; set once. */
    private volatile boolean aborts;
    /** Set by the transport, consumed by the flush owner; cleared before each write. */
    private volatile boolean writeDone;
    /** Nothing may be written any more; set once. */
    private volatile boolean ended;
    /** The transport writes no more; set once. */
    private volatile boolean transportClosed;

    Flusher(
            Transport transport,
            OutboundQueue queue,
            FrameWriter frames,
            BufferPool pool,
            Completions completions,
            Cork cork,
            Owner owner) {
        this.transport = transport;
        this.queue = queue;
        this.frames = frames;
        this.pool = pool;
        this.completions = completions;
        this.cork = cork;
        this.owner = owner;
    }

    /** The transport has been started: what was sent before leaves now. Called once. */
    void started() {
        letGo();
    }

    /** Calls of {@code Transport.write}. */
    long writes() {
        return writes;
    }

    /** Bytes that the transport was given. */
    long bytes() {
        return bytes;
    }

    /** Whether the transport has not finished a write. */
    boolean isWriting() {
        return writing;
    }

    /**
     * Encodes a whole message past the queue, if nothing is in its way.
     *
     * @param text the message, or {@code null} where {@code bytes} is it
     * @param limit the outbound limit
     * @return whether the message is on its way; if not, nothing has happened
     */
    boolean trySend(
            @Nullable String text,
            @Nullable ByteBuffer bytes,
            boolean compress,
            @Nullable SendCallback callback,
            long limit) {
        int length = text != null ? text.length() : bytes != null ? bytes.remaining() : 0;
        if (length > FrameWriter.MAX_DIRECT || !queue.isIdle() || !TOKEN.compareAndSet(this, FREE, HELD)) {
            return false;
        }
        boolean sent = false;
        try {
            if (mayPass(length, limit)) {
                int size = text != null
                        ? frames.text(text, compress)
                        : frames.binary(Opcode.BINARY, Objects.requireNonNull(bytes), compress);
                if (size >= 0) {
                    sent = true;
                    queue.bypassed(size);
                    batch.add(size, callback);
                }
            }
        } catch (RuntimeException | Error e) {
            fault(e);
        }
        if (sent && !(cork.holdsBack() && frames.size() < CORK_LIMIT)) {
            flushAndLetGo();
        } else {
            letGo();
        }
        return sent;
    }

    private boolean mayPass(int length, long limit) {
        if (!queue.isIdle() || ended || !frames.isAtRest() || frames.size() >= CORK_LIMIT) {
            return false;
        }
        long amount = queue.bufferedAmount();
        return amount == 0 || amount + length <= limit;
    }

    /**
     * Encodes an automatic pong past the queue if no write is outstanding. It leaves with the next flush.
     *
     * @return whether it is on its way
     */
    boolean tryPong(ByteBuffer payload) {
        if (!queue.isIdle() || !TOKEN.compareAndSet(this, FREE, HELD)) {
            return false;
        }
        boolean sent = false;
        try {
            if (!writing && !ended && queue.isIdle() && frames.inProgress() == null) {
                frames.begin(Outgoing.control(Opcode.PONG, payload, true, null));
                sent = frames.goOn();
            }
        } catch (RuntimeException | Error e) {
            fault(e);
        }
        if (frames.size() >= CORK_LIMIT) {
            flushAndLetGo();
        } else {
            letGo();
        }
        return sent;
    }

    /** A message has been queued: it leaves now, unless the cork holds it back. */
    void queued() {
        if (!cork.holdsBack() || queue.bufferedAmount() >= CORK_LIMIT) {
            request();
        }
    }

    /** Everything that waits leaves as soon as the transport takes it. */
    void request() {
        while (true) {
            int now = (int) TOKEN.getVolatile(this);
            if (now == FREE) {
                if (TOKEN.compareAndSet(this, FREE, HELD)) {
                    flushAndLetGo();
                    return;
                }
            } else if (now == WANTED || TOKEN.compareAndSet(this, HELD, WANTED)) {
                return;
            }
        }
    }

    /** Gives the caller's buffer back to a sender that stops waiting; what has not been encoded of it is copied. */
    void giveBack(Outgoing message) {
        lent.takeBack(message, this::request);
    }

    /** The transport has finished the outstanding write. */
    void onWritten() {
        writeDone = true;
        request();
    }

    /** Gives up what is not written. The buffers of an outstanding write stay with the transport. */
    void end() {
        ended = true;
        request();
    }

    /**
     * Closes the transport once nobody is inside its {@code write}. The system tells of a reset once: if that is where it was told, the reader
     * has seen a mere end, and the write that fails has to say why before the connection closes.
     */
    void abort() {
        aborts = true;
        request();
    }

    /** The transport is closed. What it had not written is lost, buffers and all. */
    void onTransportClosed() {
        ended = true;
        transportClosed = true;
        request();
    }

    private void letGo() {
        if (!TOKEN.compareAndSet(this, HELD, FREE)) {
            flushAndLetGo();
        }
    }

    private void flushAndLetGo() {
        Completions.Batch done = null;
        do {
            TOKEN.setVolatile(this, HELD);
            done = pass(done);
        } while (!TOKEN.compareAndSet(this, HELD, FREE));
        if (done != null) {
            completions.run(done);
        }
    }

    private Completions.@Nullable Batch pass(Completions.@Nullable Batch before) {
        Completions.Batch done = before;
        cork.flushed();
        if (aborts) {
            transport.abort();
        }
        try {
            lent.serve(frames);
            while (true) {
                if (writing) {
                    if (!writeDone && !transportClosed) {
                        return done;
                    }
                    done = finishWrite(done);
                }
                if (ended) {
                    return giveUp(done);
                }
                fill();
                if (frames.size() == 0 && batch.isUnobserved()) {
                    return done;
                }
                write();
            }
        } catch (RuntimeException | Error e) {
            fault(e);
            return done;
        }
    }

    private void fill() {
        while (frames.size() < FrameWriter.BATCH) {
            Outgoing next = frames.inProgress();
            if (next == null) {
                next = queue.poll();
                if (next == null) {
                    return;
                }
                frames.begin(next);
            }
            if (frames.goOn()) {
                batch.add(next);
            } else {
                batch.addSlice(next);
            }
        }
    }

    private void write() {
        bytes += frames.size();
        frames.take(writingBuffers);
        OutboundBatch emptied = written;
        written = batch;
        batch = emptied;
        writing = true;
        writeDone = false;
        int count = writingBuffers.size();
        if (count == 0) {
            writeDone = true;
            return;
        }
        writes++;
        if (transport.write(writingBuffers.toArray(new ByteBuffer[0]), count)) {
            writeDone = true;
        }
    }

    private Completions.@Nullable Batch finishWrite(Completions.@Nullable Batch before) {
        boolean failed = !writeDone;
        Completions.Batch done = before;
        writing = false;
        // A container may read the buffers of a failed write yet: to pool them would send another connection's bytes to
        // this peer.
        writingBuffers.forEach(failed ? pool::discard : pool::giveBack);
        writingBuffers.clear();
        queue.written(written.bytes());
        if (!written.isUnobserved()) {
            done = Completions.add(done, written.callbacks(), failed ? new ClosedChannelException() : null);
        }
        if (written.closes() && !failed) {
            done = Completions.add(done, owner::onCloseWritten);
        }
        if (!failed) {
            owner.onOutput(written.isActive());
        }
        written.clear();
        return done;
    }

    /** Fails what has not been written; what the transport still writes is waited for. */
    private Completions.@Nullable Batch giveUp(Completions.@Nullable Batch before) {
        List<SendCallback> failed = new ArrayList<>(batch.callbacks());
        Outgoing unfinished = frames.abandon();
        if (unfinished != null && unfinished.callback != null) {
            failed.add(unfinished.callback);
        }
        for (Outgoing message : queue.end()) {
            if (message.callback != null) {
                failed.add(message.callback);
            }
        }
        queue.written(batch.bytes() + (unfinished == null ? 0 : unfinished.amount()));
        batch.clear();
        if (!freed) {
            freed = true;
            owner.onFlusherEnded();
        }
        return failed.isEmpty() ? before : Completions.add(before, failed, new ClosedChannelException());
    }

    private void fault(Throwable cause) {
        ended = true;
        owner.onFault(cause);
    }
}
