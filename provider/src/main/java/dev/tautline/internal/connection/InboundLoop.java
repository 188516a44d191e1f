// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.connection.ReadToken.Next;
import dev.tautline.internal.protocol.InboundProtocol;
import dev.tautline.internal.protocol.InboundProtocol.Step;
import dev.tautline.internal.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads: moves bytes from the transport through the parser to the callback lane. Everything here is done by the holder of the read
 * token; {@code docs/concurrency.md} has the states of the token and of the turn word.
 */
final class InboundLoop {
    /** What the loop needs of its connection. */
    interface Owner {
        /**
         * A read has been parsed.
         *
         * @param active whether it held anything but keepalive frames
         */
        void onInput(boolean active);

        /** Holds back what the current thread sends until {@link #endTurn}. */
        void corkTurn();

        /** Ends {@link #corkTurn} and writes what was held back, and replies to control frames. */
        void endTurn();

        /** Writes what a callback that runs long has held back. */
        void uncork();

        /** Writes replies to control frames. */
        void flushReplies();

        /** Applies changed limits. Called between messages. */
        void configure(InboundProtocol inbound);

        /** Frees the decoder; the last call of the holder of the read token. */
        void onReaderEnded();

        /** Parsing failed in a way that must not happen. */
        void onFault(Throwable cause);

        /** Reading has stopped or goes on; calls may overtake each other, so {@link #isStopped} says which. */
        void onReading();
    }

    private static final ByteBuffer EMPTY = ByteBuffer.wrap(new byte[0]);

    private final ReentrantLock lock;
    private final Transport transport;
    private final InboundProtocol inbound;
    private final MessageAssembler assembler;
    private final CallbackLane lane;
    private final Owner owner;

    /** Guarded by lock. */
    private final ReadToken token;

    private final TurnWord turn;

    // Owned by the holder of the read token.
    private @Nullable ByteBuffer held;
    private @Nullable ByteBuffer current;
    private long reads;
    private long bytes;
    /** Whether everything parsed before has been handled, because callbacks run between the steps. */
    private boolean inStep;

    InboundLoop(
            ReentrantLock lock,
            Transport transport,
            InboundProtocol inbound,
            MessageAssembler assembler,
            CallbackLane lane,
            Owner owner,
            TurnWord turn) {
        this.lock = lock;
        this.transport = transport;
        this.inbound = inbound;
        this.assembler = assembler;
        this.lane = lane;
        this.owner = owner;
        this.turn = turn;
        token = new ReadToken(lane);
    }

    /** Calls of {@code onRead}. */
    long reads() {
        return reads;
    }

    /** {@code onOpen} has returned: from now on there is demand. Called under the lock. */
    void opened() {
        token.opened();
    }

    /** Bytes of all reads. */
    long bytes() {
        return bytes;
    }

    /** A close frame was queued: what still comes is thrown away, so reading never stops. Called under the lock. */
    void discard() {
        token.discard();
    }

    /** Whether nobody reads because the lane is full or the connection is not open yet. Any thread. */
    boolean isStopped() {
        return token.isStopped();
    }

    /** Takes the token if reading has stopped and may go on. Called under the lock. */
    boolean takeToken(boolean laneIdle) {
        return token.takeStopped(laneIdle);
    }

    /** Whether every message parsed so far has been handled. For the holder of the read token, under the lock. */
    boolean isCaughtUp() {
        return inStep || !lane.hasWork();
    }

    /** Stops parsing for ever; the bytes of a lingering peer are thrown away. Called under the lock. */
    Ending end() {
        return token.end();
    }

    /** What remains to be done after {@link #end}. */
    enum Ending {
        /** The holder of the read token frees the decoder when it is through, or whoever was told of the end of the input does it now. */
        BY_READER,
        /** The caller frees the decoder, then asks the transport for bytes. */
        DEMAND,
        /** The caller frees the decoder. */
        QUIET
    }

    /** The transport has bytes; the caller has the read token by the demand it meets. */
    void onRead(ByteBuffer buffer) {
        boolean inline = transport.runsCallbacks();
        lock.lock();
        try {
            reads++;
            bytes += buffer.remaining();
            if (token.begin()) {
                inline = inline && !token.isDiscarding() && lane.tryHold();
            } else {
                buffer.position(buffer.limit());
            }
        } finally {
            lock.unlock();
        }
        if (!buffer.hasRemaining()) {
            transport.demand();
        } else if (inline) {
            inlineTurn(buffer);
        } else {
            readAhead(buffer);
        }
    }

    /** The peer has ended its direction; nothing will be read again. */
    void onEof() {
        boolean frees;
        lock.lock();
        try {
            frees = token.onEof();
        } finally {
            lock.unlock();
        }
        if (frees) {
            owner.onReaderEnded();
        }
    }

    /** Goes on with what was held when reading stopped. The caller has taken the token. */
    void readHeld() {
        ByteBuffer rest = held;
        held = null;
        owner.onReading();
        readAhead(rest == null ? EMPTY : rest);
    }

    private void inlineTurn(ByteBuffer buffer) {
        current = buffer;
        inStep = true;
        turn.begin();
        owner.corkTurn();
        boolean exhausted = true;
        while (step(buffer) == Step.EVENT) {
            if (!assembler.hasPending()) {
                continue;
            }
            // Taken first: from enterCallback on the assembler may be the new owner's.
            LaneEvent.Kind kind = assembler.pendingKind();
            Object content = assembler.pendingContent();
            boolean last = assembler.pendingLast();
            assembler.clearPending();
            if (lane.isPaused() || !turn.enterCallback()) {
                inStep = false;
                queue(new LaneEvent(kind, content, last));
                exhausted = parse(buffer);
                break;
            }
            lane.runInline(kind, content, last);
            if (!turn.leaveCallback()) {
                lane.drain();
                return;
            }
        }
        current = null;
        inStep = false;
        boolean lost = turn.end();
        endTurn(buffer, exhausted, lost);
    }

    private void endTurn(ByteBuffer buffer, boolean exhausted, boolean lost) {
        owner.onInput(assembler.takeActive());
        owner.endTurn();
        ByteBuffer rest = exhausted ? null : copy(buffer);
        boolean released;
        Next next;
        lock.lock();
        try {
            released = lane.tryRelease();
            next = settle(rest);
        } finally {
            lock.unlock();
        }
        if (next == Next.PARSE) {
            readAhead(Objects.requireNonNull(rest));
        } else {
            giveBack(next);
        }
        if (!released) {
            if (lost) {
                lane.drain();
            } else {
                lane.drainOnWorker();
            }
        }
    }

    /** The loop has a new owner, which calls this while the old one may be in a callback of ours. */
    void onLeaseLost() {
        ByteBuffer rest;
        // The slow thread takes the lock before it leaves onRead: until then the buffer is not the transport's again.
        lock.lock();
        try {
            if (!turn.lose()) {
                return;
            }
            rest = copy(Objects.requireNonNull(current));
        } finally {
            lock.unlock();
        }
        current = null;
        inStep = false;
        owner.uncork();
        readAhead(rest);
    }

    /** Parses without running callbacks, until the bytes are used up or the lane is full; gives the token back. */
    private void readAhead(ByteBuffer buffer) {
        ByteBuffer rest = buffer;
        Next next;
        do {
            boolean exhausted = parse(rest);
            owner.onInput(assembler.takeActive());
            owner.flushReplies();
            rest = exhausted ? null : copy(rest);
            lock.lock();
            try {
                next = settle(rest);
            } finally {
                lock.unlock();
            }
        } while (rest != null && next == Next.PARSE);
        lane.wake();
        giveBack(next);
    }

    /** Decides what becomes of the read token. Called under the lock. */
    private Next settle(@Nullable ByteBuffer rest) {
        Next next = token.settle(rest, assembler.assembling());
        if (next == Next.STOP) {
            held = rest;
        }
        return next;
    }

    /** Does what {@link #settle} has decided; the demand is the last touch of reader state. */
    private void giveBack(Next next) {
        switch (next) {
            case STOP -> owner.onReading();
            case DEMAND -> transport.demand();
            case END -> {
                owner.onReaderEnded();
                transport.demand();
            }
            case PARSE -> throw new IllegalStateException("The read token is still needed");
        }
    }

    /**
     * @return whether the bytes are used up; if not, the lane is full
     */
    private boolean parse(ByteBuffer buffer) {
        while (step(buffer) == Step.EVENT) {
            if (assembler.hasPending() && queue(assembler.takeEvent())) {
                return false;
            }
        }
        return true;
    }

    private Step step(ByteBuffer buffer) {
        if (!inbound.isInMessage()) {
            owner.configure(inbound);
        }
        try {
            return inbound.step(buffer, assembler);
        } catch (RuntimeException | Error e) {
            owner.onFault(e);
            buffer.position(buffer.limit());
            return Step.FINISHED;
        }
    }

    /**
     * @return whether the lane is full
     */
    private boolean queue(LaneEvent event) {
        lock.lock();
        try {
            if (!token.isEnding()) {
                lane.add(event);
                return token.isFull(assembler.assembling());
            }
        } finally {
            lock.unlock();
        }
        // The connection has ended while this was read: onClose comes last.
        event.drop();
        return false;
    }

    private static ByteBuffer copy(ByteBuffer rest) {
        return rest.hasRemaining()
                ? ByteBuffer.allocate(rest.remaining()).put(rest).flip()
                : EMPTY;
    }
}
