// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.protocol.InboundProtocol;
import dev.tautline.internal.protocol.MaskSource;
import dev.tautline.internal.protocol.OutboundProtocol;
import dev.tautline.internal.protocol.SecureMaskSource;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of one connection: stimuli come in, the part that owns the state acts. The connection's lock guards the lane,
 * the state of the read token and the closing handshake; {@code docs/concurrency.md} says who owns the rest.
 */
final class ConnectionCore
        implements TransportListener,
                CallbackLane.Owner,
                InboundLoop.Owner,
                MessageAssembler.Owner,
                InboundStream.Owner,
                Flusher.Owner,
                Keepalive.Owner,
                Sender.Owner {
    /** How long a transport may stay after the closing handshake, for the peer's end of it. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    final Transport transport;
    final ConnectionOptions options;
    final NegotiatedExtensions extensions;
    final ConnectionRuntime runtime;
    final ReentrantLock lock = new ReentrantLock();
    final OutboundQueue queue;
    final Cork cork;
    final Flusher flusher;
    final Completions completions;
    final CallbackLane lane;
    final InboundLoop inbound;
    final Sender sender;
    final IdleTimeout idle;
    private final Keepalive keepalive;
    private final ClosingHandshake closing;

    // Guarded by lock.
    private Timers.@Nullable Task endTask;
    private @Nullable InboundStream stream;

    // Settings that any thread changes and the holder of the read token applies between messages.
    volatile Delivery textDelivery;
    volatile Delivery binaryDelivery;
    volatile long maxTextMessage;
    volatile long maxBinaryMessage;
    private volatile boolean configured;

    /** Whether this end has closed the connection, so that nobody waits for data. Written under the lock. */
    private volatile boolean closedHere;

    /** Written under the lock, or by the holder of the lane token. */
    volatile ReadyState readyState = ReadyState.OPEN;

    /** Whether data of the peer is thrown away. Written under the lock. */
    private volatile boolean discards;

    // Owned by the holder of the read token.
    private boolean repliesWait;
    private long messagesReceived;
    private long pongsSent;

    ConnectionCore(
            Transport transport,
            ConnectionOptions options,
            NegotiatedExtensions extensions,
            ConnectionRuntime runtime,
            ConnectionListener listener) {
        this.transport = transport;
        this.options = options;
        this.extensions = extensions;
        this.runtime = runtime;
        textDelivery = options.deliveries().text();
        binaryDelivery = options.deliveries().binary();
        maxTextMessage = options.limits().maxTextMessage();
        maxBinaryMessage = options.limits().maxBinaryMessage();
        queue = new OutboundQueue(options.outboundLimit());
        completions = new Completions(runtime.workers());
        cork = new Cork(runtime.corkWatch(), () -> runtime.workers().execute(this::uncork));
        MaskSource masks = options.role() == Role.CLIENT ? new SecureMaskSource(runtime.random()) : () -> 0;
        OutboundProtocol outbound = new OutboundProtocol(options.role(), masks, runtime.scratch());
        FrameWriter frames = new FrameWriter(outbound, extensions, runtime.buffers());
        flusher = new Flusher(transport, queue, frames, runtime.buffers(), completions, cork, this);
        lane = new CallbackLane(lock, listener, runtime.workers(), options.readAhead(), this);
        InboundProtocol protocol =
                new InboundProtocol(options.role(), options.limits(), extensions.decoder(), runtime.scratch());
        inbound = new InboundLoop(lock, transport, protocol, new MessageAssembler(this, this::openStream), lane, this);
        Timers timers = runtime.timers();
        sender = new Sender(options, queue, flusher, lane, cork, completions, timers, this);
        idle = new IdleTimeout(timers, options.idleTimeout(), () -> onWorker(this::closeIdle));
        keepalive = new Keepalive(timers, options.pingInterval(), options.pongTimeout(), this);
        closing = new ClosingHandshake(options);
    }

    void start() {
        lock.lock();
        try {
            lane.tryHold();
            lane.add(new LaneEvent(LaneEvent.Kind.OPEN, null, true));
        } finally {
            lock.unlock();
        }
        idle.start();
        keepalive.start();
        transport.start(this);
        lane.drainOnWorker();
    }

    long messagesReceived() {
        return messagesReceived;
    }

    long pongsSent() {
        return pongsSent;
    }

    private void onWorker(Runnable task) {
        runtime.workers().execute(task);
    }

    /** Settings have changed. */
    void reconfigure() {
        configured = false;
    }

    // ---- Closing

    void close(CloseStatus status) {
        boolean begun;
        lock.lock();
        try {
            begun = closing.begin(status);
            closedHere = closedHere || begun;
            startClosing();
        } finally {
            lock.unlock();
        }
        if (begun) {
            queueClose(status);
        }
    }

    private void closeIdle() {
        CloseStatus told = new CloseStatus(CloseCode.GOING_AWAY, "idle timeout");
        boolean begun;
        lock.lock();
        try {
            begun = closing.begin(told, CloseStatus.ABNORMAL);
            closedHere = closedHere || begun;
            startClosing();
        } finally {
            lock.unlock();
        }
        if (begun) {
            queueClose(told);
        }
    }

    @Override
    public void closeSlowConsumer() {
        report(new QueueFullException(options.outboundLimit()), false);
        close(new CloseStatus(CloseCode.POLICY_VIOLATION, "the peer reads too slowly"));
    }

    @Override
    public void terminate() {
        lock.lock();
        try {
            startClosing();
        } finally {
            lock.unlock();
        }
        transport.abort();
    }

    /** Called under the lock. */
    private void startClosing() {
        if (readyState == ReadyState.OPEN) {
            readyState = ReadyState.CLOSING;
        }
        if (!discards) {
            discards = true;
            inbound.discard();
        }
    }

    private void queueClose(CloseStatus status) {
        lock.lock();
        try {
            if (closing.isEnded()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        List<Outgoing> unsendable = new ArrayList<>(0);
        queue.close(Outgoing.close(status), unsendable);
        for (Outgoing message : unsendable) {
            completions.complete(message.callback, new ClosedChannelException());
        }
        idle.stop();
        keepalive.stop();
        endAfter(IdleTimeout.nanos(options.closeTimeout()));
        flusher.queued();
        // Reading may have stopped; the peer's close frame has to be seen.
        boolean reads;
        lock.lock();
        try {
            reads = inbound.takeToken(false);
        } finally {
            lock.unlock();
        }
        if (reads) {
            onWorker(inbound::readHeld);
        }
    }

    private void endAfter(long nanos) {
        Timers.Task next = runtime.timers().schedule(() -> onWorker(transport::abort), nanos);
        Timers.Task before;
        lock.lock();
        try {
            before = endTask;
            endTask = next;
        } finally {
            lock.unlock();
        }
        if (before != null) {
            before.cancel();
        }
    }

    /** Tells the listener of an error, at most once. */
    private void report(Throwable cause, boolean always) {
        lock.lock();
        try {
            if (!closing.reportsError(always)) {
                return;
            }
            lane.add(new LaneEvent(LaneEvent.Kind.ERROR, cause, true));
        } finally {
            lock.unlock();
        }
        lane.wake();
    }

    /** The WebSocket connection is closed; the transport may linger. */
    private void end() {
        InboundLoop.Ending ending;
        InboundStream unfinished;
        lock.lock();
        try {
            if (!closing.end()) {
                return;
            }
            startClosing();
            ending = inbound.end();
            unfinished = stream;
            stream = null;
            lane.addLast(new LaneEvent(LaneEvent.Kind.CLOSE, closing.status(), closing.isClean()));
        } finally {
            lock.unlock();
        }
        idle.stop();
        keepalive.stop();
        if (unfinished != null) {
            unfinished.fail(new IOException("The connection was closed before the end of the message"));
        }
        if (ending != InboundLoop.Ending.BY_READER) {
            onReaderEnded();
        }
        flusher.end();
        lane.wake();
        if (ending == InboundLoop.Ending.DEMAND) {
            transport.demand();
        }
    }

    @Override
    public void onCloseWritten() {
        boolean complete;
        boolean eof;
        boolean closesFirst;
        lock.lock();
        try {
            closing.onWritten();
            complete = closing.isComplete();
            eof = closing.isEof();
            closesFirst = closing.closesFirst();
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
            endAfter(LINGER_NANOS);
            if (closesFirst) {
                transport.shutdownOutput();
            }
        }
    }

    // ---- The transport

    @Override
    public void onRead(ByteBuffer buffer) {
        inbound.onRead(buffer);
    }

    @Override
    public void onLeaseLost() {
        inbound.onLeaseLost();
    }

    @Override
    public void onEof() {
        inbound.onEof();
        boolean over;
        lock.lock();
        try {
            over = closing.onEof();
            startClosing();
        } finally {
            lock.unlock();
        }
        if (over) {
            transport.abort();
        }
    }

    @Override
    public void onWritten() {
        flusher.onWritten();
    }

    @Override
    public void onFailure(Throwable cause) {
        report(cause, false);
    }

    @Override
    public void onClosed() {
        flusher.onTransportClosed();
        end();
        Timers.Task task;
        lock.lock();
        try {
            task = endTask;
            endTask = null;
        } finally {
            lock.unlock();
        }
        if (task != null) {
            task.cancel();
        }
    }

    // ---- Parsed frames, by the holder of the read token

    @Override
    public void onPing(ByteBuffer payload) {
        if (!options.autoPong()) {
            return;
        }
        pongsSent++;
        repliesWait = true;
        if (flusher.tryPong(payload.duplicate())) {
            return;
        }
        int waiting = queue.offerControl(Outgoing.control(Opcode.PONG, Sender.copy(payload), true, null));
        if (waiting > options.maxPendingAutoPongs()) {
            flusher.request();
            if (flusher.isWriting()) {
                terminate();
            }
        }
    }

    @Override
    public boolean onPong(ByteBuffer payload) {
        return !keepalive.onPong(payload);
    }

    @Override
    public void onPeerClose(CloseStatus status) {
        CloseStatus answer;
        boolean complete;
        boolean answersNow;
        lock.lock();
        try {
            answer = closing.onReceived(status);
            complete = closing.isComplete();
            answersNow = inbound.isCaughtUp();
            if (answer != null && !answersNow) {
                lane.add(new LaneEvent(LaneEvent.Kind.ANSWER, answer, true));
            }
            startClosing();
        } finally {
            lock.unlock();
        }
        if (answer != null) {
            if (answersNow) {
                repliesWait = true;
                queueClose(answer);
            } else {
                endAfter(IdleTimeout.nanos(options.closeTimeout()));
            }
        } else if (complete) {
            onCloseWritten();
        }
    }

    @Override
    public void onViolation(Violation violation) {
        report(new ViolationException(violation), true);
        CloseStatus answer;
        boolean complete;
        lock.lock();
        try {
            answer = closing.onViolation(options.profile().violationStatus().apply(violation));
            complete = closing.isComplete();
            startClosing();
        } finally {
            lock.unlock();
        }
        if (answer != null) {
            repliesWait = true;
            queueClose(answer);
        } else if (complete) {
            onCloseWritten();
        }
    }

    @Override
    public boolean dropsData() {
        return closedHere;
    }

    @Override
    public boolean discards() {
        return discards;
    }

    @Override
    public Delivery delivery(boolean text) {
        return text ? textDelivery : binaryDelivery;
    }

    @Override
    public void onMessage() {
        messagesReceived++;
    }

    @Override
    public void configure(InboundProtocol protocol) {
        if (!configured) {
            configured = true;
            protocol.maxTextMessage(textDelivery == Delivery.WHOLE ? maxTextMessage : InboundLimits.UNLIMITED);
            protocol.maxBinaryMessage(binaryDelivery == Delivery.WHOLE ? maxBinaryMessage : InboundLimits.UNLIMITED);
        }
    }

    @Override
    public void onInput(boolean active) {
        if (active) {
            idle.onActivity();
        }
    }

    @Override
    public void flushReplies() {
        if (repliesWait) {
            repliesWait = false;
            flusher.request();
        }
    }

    @Override
    public void onReaderEnded() {
        extensions.decoder().close();
    }

    @Override
    public void onReading(boolean stopped) {
        keepalive.onReading(stopped);
        idle.onActivity();
    }

    // ---- Streams

    private InboundStream openStream(boolean text) {
        InboundStream opened = new InboundStream(text, lock, this);
        lock.lock();
        try {
            stream = opened;
        } finally {
            lock.unlock();
        }
        return opened;
    }

    @Override
    public void added(long bytes) {
        lane.addWeight(bytes);
    }

    @Override
    public void consumed(long bytes) {
        lane.consumed(bytes);
    }

    @Override
    public void beforeWait() {
        uncork();
    }

    // ---- The lane and the cork

    @Override
    public boolean takeReadToken(boolean laneIdle) {
        return inbound.takeToken(laneIdle);
    }

    @Override
    public void readHeld() {
        inbound.readHeld();
    }

    @Override
    public void cork() {
        cork.hold(false);
    }

    @Override
    public void corkTurn() {
        cork.hold(true);
    }

    @Override
    public void endTurn() {
        boolean heldBack = cork.release();
        if (heldBack || repliesWait) {
            repliesWait = false;
            flusher.request();
        }
    }

    @Override
    public void uncork() {
        cork.release();
        flusher.request();
    }

    @Override
    public void before(LaneEvent event) {
        if (event.kind == LaneEvent.Kind.CLOSE && !options.profile().closedAfterOnClose()) {
            readyState = ReadyState.CLOSED;
        }
    }

    @Override
    public void after(LaneEvent event) {
        if (event.kind == LaneEvent.Kind.ANSWER) {
            queueClose(event.status());
        } else if (event.kind == LaneEvent.Kind.OPEN) {
            lock.lock();
            try {
                inbound.opened();
            } finally {
                lock.unlock();
            }
        } else if (event.kind == LaneEvent.Kind.CLOSE) {
            readyState = ReadyState.CLOSED;
        }
    }

    @Override
    public void onListenerFault(Throwable cause) {
        close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
    }

    // ---- Output and timers

    @Override
    public void onOutput() {
        idle.onActivity();
    }

    @Override
    public void onActivity() {
        idle.onActivity();
    }

    @Override
    public void onFault(Throwable cause) {
        report(cause, true);
        terminate();
    }

    @Override
    public void onFlusherEnded() {
        extensions.encoder().close();
    }

    @Override
    public void sendKeepalive(ByteBuffer payload) {
        onWorker(() -> {
            if (queue.offerControl(Outgoing.control(Opcode.PING, payload, true, null)) >= 0) {
                flusher.request();
            }
        });
    }

    @Override
    public void onDeadPeer() {
        onWorker(() -> {
            report(new IOException("The peer has not answered a keepalive ping in time"), false);
            terminate();
        });
    }
}
