// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.Violation;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries the closing handshake out, whoever begins it, and ends the connection. Owns what {@link ClosingHandshake} keeps book of,
 * the ready state and the timer of the end, all under the connection's lock; acts after the lock was released. Any thread may call
 * the methods that don't say otherwise.
 */
final class Closing {
    /** What the end means for the rest of the connection. */
    interface Owner {
        /** Neither idleness nor silence of the peer matters any more. */
        void stopWatching();

        /** The stream whose message will not be completed, or {@code null}. Called under the lock. */
        @Nullable InboundStream takeStream();

        /** Nothing will come any more. */
        void onEnded();

        /** Nobody parses any more. */
        void onReaderEnded();
    }

    /**
     * How long a transport may stay after the closing handshake, for the peer's end of it. After a violation it is the time of the closing
     * handshake: a peer that writes on has to find the close frame when it comes to read.
     */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ReentrantLock lock;
    private final Transport transport;
    private final ConnectionOptions options;
    private final ConnectionRuntime runtime;
    private final Outbound outbound;
    private final CallbackLane lane;
    private final InboundLoop inbound;
    private final Owner owner;

    // Guarded by lock.
    private final ClosingHandshake handshake;
    private Timers.@Nullable Task endTask;
    private boolean transportClosed;

    /** Whether this end has closed the connection, so that nobody waits for data. Written under the lock. */
    private volatile boolean closedHere;

    /** Written under the lock, or by the holder of the lane token. */
    private volatile ReadyState readyState = ReadyState.OPEN;

    /** Whether data of the peer is thrown away. Written under the lock. */
    private volatile boolean discards;

    /** Where close frames go and what fails behind them. */
    record Outbound(OutboundQueue queue, Flusher flusher, Cork cork, Completions completions) {}

    Closing(
            ReentrantLock lock,
            Transport transport,
            ConnectionOptions options,
            ConnectionRuntime runtime,
            Outbound outbound,
            CallbackLane lane,
            InboundLoop inbound,
            Owner owner) {
        this.lock = lock;
        this.transport = transport;
        this.options = options;
        this.runtime = runtime;
        this.outbound = outbound;
        this.lane = lane;
        this.inbound = inbound;
        this.owner = owner;
        handshake = new ClosingHandshake(options);
    }

    ReadyState readyState() {
        return readyState;
    }

    /** Whether data of the peer is thrown away, because a close frame was sent or received. */
    boolean discards() {
        return discards;
    }

    /** Whether data that waits for its callback is not wanted any more. */
    boolean dropsData() {
        return closedHere;
    }

    /** {@code onClose} is about to run, or has run. For the holder of the lane token. */
    void closed() {
        readyState = ReadyState.CLOSED;
    }

    /** @return whether this call has begun the closing handshake */
    boolean close(CloseStatus status) {
        return begin(status, null);
    }

    void closeIdle() {
        String reason = "idle timeout";
        begin(new CloseStatus(CloseCode.GOING_AWAY, reason), new CloseStatus(CloseCode.ABNORMAL_CLOSURE, reason));
    }

    void closeSlowConsumer() {
        report(new QueueFullException(options.outboundLimit()), false);
        close(new CloseStatus(CloseCode.POLICY_VIOLATION, "the peer reads too slowly"));
    }

    private boolean begin(CloseStatus status, @Nullable CloseStatus reported) {
        boolean begun;
        lock.lock();
        try {
            begun = reported == null ? handshake.begin(status) : handshake.begin(status, reported);
            boolean delivers = reported == null && options.profile().deliversWhileClosing();
            closedHere = closedHere || (begun && !delivers);
            if (delivers) {
                leaveOpen();
            } else {
                startClosing();
            }
        } finally {
            lock.unlock();
        }
        if (begun) {
            queueClose(status);
        }
        return begun;
    }

    void terminate() {
        lock.lock();
        try {
            startClosing();
        } finally {
            lock.unlock();
        }
        transport.abort();
    }

    /** Called under the lock. */
    private void leaveOpen() {
        if (readyState == ReadyState.OPEN) {
            readyState = ReadyState.CLOSING;
        }
    }

    /** From now on data is not wanted. Called under the lock. */
    private void startClosing() {
        leaveOpen();
        if (!discards) {
            discards = true;
            inbound.discard();
        }
    }

    /** Queues the close frame that the handshake allows. */
    void queueClose(CloseStatus status) {
        lock.lock();
        try {
            if (handshake.isEnded()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        List<Outgoing> unsendable = new ArrayList<>(0);
        outbound.queue.close(Outgoing.close(status), unsendable);
        for (Outgoing message : unsendable) {
            outbound.completions.complete(message.callback, new ClosedChannelException());
        }
        owner.stopWatching();
        endAfter(IdleTimeout.nanos(options.closeTimeout()), false);
        // Batching is over: nobody would flush the close frame, nor what waits before it.
        outbound.cork.batching(false);
        outbound.flusher.queued();
        // Reading may have stopped; the peer's close frame has to be seen.
        boolean reads;
        lock.lock();
        try {
            reads = inbound.takeToken(false);
        } finally {
            lock.unlock();
        }
        if (reads) {
            runtime.workers().execute(inbound::readHeld);
        }
    }

    /**
     * Arms the timer of the end.
     *
     * @param lingers whether the closing handshake is over; what was to end the handshake comes too late then
     */
    private void endAfter(long nanos, boolean lingers) {
        Timers.Task next = runtime.timers().schedule(() -> runtime.workers().execute(transport::abort), nanos);
        Timers.Task stale = next;
        lock.lock();
        try {
            if (!transportClosed && lingers == handshake.isEnded()) {
                stale = endTask;
                endTask = next;
            }
        } finally {
            lock.unlock();
        }
        if (stale != null) {
            stale.cancel();
        }
    }

    private void cancelEndTask() {
        Timers.Task armed;
        lock.lock();
        try {
            transportClosed = true;
            armed = endTask;
            endTask = null;
        } finally {
            lock.unlock();
        }
        if (armed != null) {
            armed.cancel();
        }
    }

    /**
     * Tells the listener of an error, at most once.
     *
     * @param always also while the connection closes
     */
    void report(Throwable cause, boolean always) {
        lock.lock();
        try {
            if (!handshake.reportsError(always)) {
                return;
            }
            lane.add(new LaneEvent(LaneEvent.Kind.ERROR, cause, true));
        } finally {
            lock.unlock();
        }
        lane.wake();
    }

    /**
     * The peer's close frame has come. For the holder of the read token.
     *
     * @return whether an answer waits to be flushed
     */
    boolean onPeerClose(CloseStatus status) {
        CloseStatus answer;
        boolean complete;
        boolean answersNow;
        lock.lock();
        try {
            answer = handshake.onReceived(status);
            complete = handshake.isComplete();
            answersNow = inbound.isCaughtUp();
            if (answer != null && !answersNow) {
                lane.add(new LaneEvent(LaneEvent.Kind.ANSWER, answer, true));
            }
            startClosing();
        } finally {
            lock.unlock();
        }
        if (answer == null) {
            if (complete) {
                onCloseWritten();
            }
            return false;
        }
        if (answersNow) {
            queueClose(answer);
        } else {
            endAfter(IdleTimeout.nanos(options.closeTimeout()), false);
        }
        return answersNow;
    }

    /**
     * The peer has broken a rule. For the holder of the read token.
     *
     * @return whether a close frame waits to be flushed
     */
    boolean onViolation(Violation violation) {
        CloseStatus answer;
        boolean complete;
        boolean reported;
        lock.lock();
        try {
            reported = !options.profile().takesAsClose(violation)
                    && handshake.reportsError(options.profile().reportsErrorsWhileClosing());
            if (reported) {
                lane.add(new LaneEvent(LaneEvent.Kind.ERROR, new ViolationException(violation), true));
            }
            // Before the listener hears of it: what it sends then must not leave before the close frame.
            answer = handshake.onViolation(violation);
            complete = handshake.isComplete();
            startClosing();
        } finally {
            lock.unlock();
        }
        if (reported) {
            lane.wake();
        }
        if (answer != null) {
            queueClose(answer);
        } else if (complete) {
            onCloseWritten();
        }
        return answer != null;
    }

    /** Our close frame has been handed to the network. */
    void onCloseWritten() {
        boolean complete;
        boolean eof;
        boolean closesFirst;
        boolean violated;
        lock.lock();
        try {
            handshake.onWritten();
            complete = handshake.isComplete();
            eof = handshake.isEof();
            closesFirst = handshake.closesFirst();
            violated = handshake.isViolated();
        } finally {
            lock.unlock();
        }
        if (!complete) {
            return;
        }
        end();
        if (eof) {
            transport.abort();
        } else {
            endAfter(violated ? IdleTimeout.nanos(options.closeTimeout()) : LINGER_NANOS, true);
            if (closesFirst) {
                transport.shutdownOutput();
            }
        }
    }

    /** The peer has ended its direction, and nobody reads any more. */
    void onEof() {
        boolean over;
        lock.lock();
        try {
            over = handshake.onEof();
            startClosing();
        } finally {
            lock.unlock();
        }
        if (over) {
            outbound.flusher.abort();
        }
    }

    /** The transport is closed. */
    void onTransportClosed() {
        outbound.flusher.onTransportClosed();
        end();
        cancelEndTask();
    }

    /** The WebSocket connection is closed; the transport may linger. */
    private void end() {
        InboundLoop.Ending ending;
        InboundStream unfinished;
        lock.lock();
        try {
            if (!handshake.end()) {
                return;
            }
            startClosing();
            ending = inbound.end();
            unfinished = owner.takeStream();
            lane.addLast(new LaneEvent(LaneEvent.Kind.CLOSE, handshake.status(), handshake.isClean()));
        } finally {
            lock.unlock();
        }
        owner.stopWatching();
        if (unfinished != null) {
            unfinished.fail(new IOException("The connection was closed before the end of the message"));
        }
        if (ending != InboundLoop.Ending.BY_READER) {
            owner.onReaderEnded();
        }
        outbound.flusher.end();
        owner.onEnded();
        lane.wake();
        if (ending == InboundLoop.Ending.DEMAND) {
            transport.demand();
        }
    }
}
