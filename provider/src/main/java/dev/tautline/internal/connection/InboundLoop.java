// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.InboundProtocol;
import dev.tautline.internal.protocol.InboundProtocol.Step;
import dev.tautline.internal.transport.Transport;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

        /** Reading stops or goes on. */
        void onReading(boolean stopped);
    }

    private enum ReadState {
        OUTSTANDING,
        READING,
        STOPPED,
        ENDED
    }

    /** What follows when a reader is through. */
    private enum Next {
        PARSE,
        DEMAND,
        STOP,
        END
    }

    private static final ByteBuffer EMPTY = ByteBuffer.wrap(new byte[0]);

    private static final int NONE = 0;
    private static final int PARSING = 1;
    private static final int IN_CALLBACK = 2;
    private static final int TAKEN = 3;
    private static final int LOST = 4;

    private static final VarHandle TURN;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(InboundLoop.class, "turn", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ReentrantLock lock;
    private final Transport transport;
    private final InboundProtocol inbound;
    private final MessageAssembler assembler;
    private final CallbackLane lane;
    private final Owner owner;

    // Guarded by lock.
    private ReadState state = ReadState.STOPPED;
    private boolean opened;
    private boolean ending;
    private boolean discarding;
    private long assembling;

    // Owned by the holder of the read token.
    private @Nullable ByteBuffer held;
    private @Nullable ByteBuffer current;
    private long reads;
    /** Whether everything parsed before has been handled, because callbacks run between the steps. */
    private boolean inStep;

    @SuppressWarnings("unused") // by VarHandle
    private volatile int turn;

    InboundLoop(
            ReentrantLock lock,
            Transport transport,
            InboundProtocol inbound,
            MessageAssembler assembler,
            CallbackLane lane,
            Owner owner) {
        this.lock = lock;
        this.transport = transport;
        this.inbound = inbound;
        this.assembler = assembler;
        this.lane = lane;
        this.owner = owner;
    }

    /** Calls of {@code onRead}. */
    long reads() {
        return reads;
    }

    /** {@code onOpen} has returned: from now on there is demand. Called under the lock. */
    void opened() {
        opened = true;
    }

    /** A close frame was queued: what still comes is thrown away, so reading never stops. Called under the lock. */
    void discard() {
        discarding = true;
    }

    /** Takes the token if reading has stopped and may go on. Called under the lock. */
    boolean takeToken(boolean laneIdle) {
        if (state != ReadState.STOPPED || !opened || !(discarding || lane.hasRoom(assembling, laneIdle))) {
            return false;
        }
        state = ReadState.READING;
        return true;
    }

    /** Whether nothing is read because the read-ahead is full. Called under the lock. */
    boolean isStopped() {
        return opened && state == ReadState.STOPPED;
    }

    /** Whether every message parsed so far has been handled. For the holder of the read token, under the lock. */
    boolean isCaughtUp() {
        return inStep || !lane.hasWork();
    }

    /** Stops parsing for ever; the bytes of a lingering peer are thrown away. Called under the lock. */
    Ending end() {
        ending = true;
        if (state == ReadState.READING) {
            return Ending.BY_READER;
        }
        boolean mustDemand = state == ReadState.STOPPED && opened;
        state = ReadState.ENDED;
        return mustDemand ? Ending.DEMAND : Ending.QUIET;
    }

    /** What remains to be done after {@link #end}. */
    enum Ending {
        /** The holder of the read token frees the decoder when it is through. */
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
            if (state == ReadState.ENDED) {
                buffer.position(buffer.limit());
            } else {
                state = ReadState.READING;
                inline = inline && !discarding && lane.tryHold();
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
            frees = state != ReadState.ENDED && state != ReadState.READING;
            state = ReadState.ENDED;
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
        owner.onReading(false);
        readAhead(rest == null ? EMPTY : rest);
    }

    private void inlineTurn(ByteBuffer buffer) {
        current = buffer;
        inStep = true;
        TURN.setRelease(this, PARSING);
        owner.corkTurn();
        boolean exhausted = true;
        while (step(buffer) == Step.EVENT) {
            if (!assembler.hasPending()) {
                continue;
            }
            if (lane.isPaused() || !TURN.compareAndSet(this, PARSING, IN_CALLBACK)) {
                inStep = false;
                queuePending();
                exhausted = parse(buffer);
                break;
            }
            LaneEvent.Kind kind = assembler.pendingKind();
            Object content = assembler.pendingContent();
            boolean last = assembler.pendingLast();
            assembler.clearPending();
            lane.runInline(kind, content, last);
            if (!TURN.compareAndSet(this, IN_CALLBACK, PARSING)) {
                // The token is with the thread that has taken the loop over.
                TURN.setVolatile(this, NONE);
                lane.drain();
                return;
            }
        }
        current = null;
        inStep = false;
        boolean lost = (int) TURN.getAndSet(this, NONE) == LOST;
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
        while (true) {
            int now = (int) TURN.getVolatile(this);
            if (now == IN_CALLBACK) {
                if (TURN.compareAndSet(this, IN_CALLBACK, TAKEN)) {
                    ByteBuffer rest = copy(Objects.requireNonNull(current));
                    current = null;
                    inStep = false;
                    owner.uncork();
                    readAhead(rest);
                    return;
                }
            } else if (now != PARSING || TURN.compareAndSet(this, PARSING, LOST)) {
                return;
            }
        }
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
        assembling = assembler.assembling();
        if (ending) {
            state = ReadState.ENDED;
            return Next.END;
        }
        if (!discarding && lane.isFull(assembling)) {
            held = rest;
            state = ReadState.STOPPED;
            return Next.STOP;
        }
        if (rest != null) {
            return Next.PARSE;
        }
        state = ReadState.OUTSTANDING;
        return Next.DEMAND;
    }

    /** Does what {@link #settle} has decided; the demand is the last touch of reader state. */
    private void giveBack(Next next) {
        switch (next) {
            case STOP -> owner.onReading(true);
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
            if (assembler.hasPending() && queuePending()) {
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
    private boolean queuePending() {
        LaneEvent event = assembler.takeEvent();
        lock.lock();
        try {
            lane.add(event);
            return !discarding && lane.isFull(assembler.assembling());
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer copy(ByteBuffer rest) {
        return rest.hasRemaining()
                ? ByteBuffer.allocate(rest.remaining()).put(rest).flip()
                : EMPTY;
    }
}
