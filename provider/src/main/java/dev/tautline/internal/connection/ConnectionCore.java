// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.protocol.InboundProtocol;
import dev.tautline.internal.protocol.InboundRules;
import dev.tautline.internal.protocol.MaskSource;
import dev.tautline.internal.protocol.OutboundProtocol;
import dev.tautline.internal.protocol.SecureMaskSource;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
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
                Sender.Owner,
                Closing.Owner {
    final Transport transport;
    final ConnectionOptions options;
    final NegotiatedExtensions extensions;
    final ConnectionRuntime runtime;
    final OutboundQueue queue;
    final Cork cork;
    final Flusher flusher;
    final Completions completions;
    final CallbackLane lane;
    final InboundLoop inbound;
    final Sender sender;
    final BlockingSender blocking;
    final IdleTimeout idle;
    final Closing closing;
    final InboundSettings settings;
    final ReentrantLock lock = new ReentrantLock();
    private final Keepalive keepalive;
    private final Replies replies;
    private final PongWaiters waiters;

    /** Guarded by lock. The one that was opened last. */
    private @Nullable InboundStream stream;

    /** Owned by the holder of the read token. */
    private long messagesReceived;

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
        settings = new InboundSettings(options);
        queue = new OutboundQueue(options.outboundLimit());
        completions = new Completions(runtime.workers());
        cork = new Cork(runtime.corkWatch(), () -> runtime.workers().execute(this::uncork));
        MaskSource given = options.maskSource();
        MaskSource masks = given == null ? new SecureMaskSource(runtime.random()) : given;
        OutboundProtocol outbound = new OutboundProtocol(options.role(), masks, runtime.scratch());
        FrameWriter frames = new FrameWriter(outbound, extensions, runtime.buffers());
        flusher = new Flusher(transport, queue, frames, runtime.buffers(), completions, cork, this);
        lane = new CallbackLane(lock, listener, runtime.workers(), options.readAhead(), this);
        InboundRules rules = new InboundRules(options.profile(), !options.skipUtf8Validation());
        InboundProtocol protocol =
                new InboundProtocol(options.role(), options.limits(), rules, extensions.decoder(), runtime.scratch());
        MessageAssembler assembler = new MessageAssembler(this, this::openStream);
        inbound = new InboundLoop(lock, transport, protocol, assembler, lane, this, new TurnWord());
        Timers timers = runtime.timers();
        waiters = new PongWaiters(completions);
        sender = new Sender(options, queue, flusher, cork, completions, timers, waiters, this);
        blocking = new BlockingSender(sender, lane, cork, this);
        idle = new IdleTimeout(timers, options.idleTimeout(), () -> onWorker(this::closeIdle));
        keepalive = new Keepalive(timers, options, this);
        replies = new Replies(options, queue, flusher);
        closing = new Closing(
                lock,
                transport,
                options,
                runtime,
                new Closing.Outbound(queue, flusher, cork, completions),
                lane,
                inbound,
                this);
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
        flusher.started();
        lane.drainOnWorker();
    }

    ConnectionCounters counters() {
        return new ConnectionCounters(
                messagesReceived,
                sender.queued(),
                sender.dropped(),
                sender.rejected(),
                replies.pongs(),
                flusher.writes(),
                inbound.reads(),
                flusher.bytes(),
                inbound.bytes());
    }

    private void onWorker(Runnable task) {
        runtime.workers().execute(task);
    }

    private void closeIdle() {
        closing.closeIdle();
    }

    @Override
    public void closeSlowConsumer() {
        closing.closeSlowConsumer();
    }

    @Override
    public void terminate() {
        closing.terminate();
    }

    @Override
    public void onCloseWritten() {
        closing.onCloseWritten();
    }

    @Override
    public void stopWatching() {
        idle.stop();
        keepalive.stop();
    }

    @Override
    public void onEnded() {
        waiters.end();
    }

    @Override
    public @Nullable InboundStream takeStream() {
        InboundStream unfinished = stream;
        stream = null;
        return unfinished;
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
        closing.onEof();
    }

    @Override
    public void onWritten() {
        flusher.onWritten();
    }

    @Override
    public void onFailure(Throwable cause) {
        if (options.profile().reportsNetworkErrors()) {
            closing.report(cause, false);
        }
    }

    @Override
    public void onClosed() {
        closing.onTransportClosed();
    }

    // ---- Parsed frames, by the holder of the read token

    @Override
    public void onPing(ByteBuffer payload) {
        if (!replies.pong(payload)) {
            terminate();
        }
    }

    @Override
    public boolean onPong(ByteBuffer payload) {
        waiters.onPong(payload);
        return !keepalive.onPong(payload);
    }

    @Override
    public void onPeerClose(CloseStatus status) {
        if (closing.onPeerClose(status)) {
            replies.added();
        }
    }

    @Override
    public void onViolation(Violation violation) {
        if (closing.onViolation(violation)) {
            replies.added();
        }
    }

    @Override
    public boolean dropsData() {
        return closing.dropsData();
    }

    @Override
    public boolean discards() {
        return closing.discards();
    }

    @Override
    public Delivery delivery(boolean text) {
        return settings.delivery(text);
    }

    @Override
    public void onMessage() {
        messagesReceived++;
    }

    @Override
    public void configure(InboundProtocol protocol) {
        settings.apply(protocol);
    }

    @Override
    public void onInput(boolean active) {
        keepalive.onInput();
        if (active) {
            idle.onActivity();
        }
    }

    @Override
    public void flushReplies() {
        if (replies.take()) {
            flusher.request();
        }
    }

    @Override
    public void onReaderEnded() {
        extensions.decoder().close();
    }

    @Override
    public void onReading() {
        keepalive.onReading(inbound::isStopped);
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
        if (replies.take() || heldBack) {
            flusher.request();
        }
    }

    @Override
    public void uncork() {
        cork.release();
        // What batching holds back waits for its flush; answers to control frames do not.
        if (!cork.isBatching() || replies.take()) {
            flusher.request();
        }
    }

    @Override
    public void before(LaneEvent event) {
        if (event.kind == LaneEvent.Kind.CLOSE && !options.profile().isClosedAfterOnClose()) {
            closing.closed();
        }
    }

    @Override
    public void after(LaneEvent event) {
        if (event.kind == LaneEvent.Kind.ANSWER) {
            closing.queueClose(event.status());
        } else if (event.kind == LaneEvent.Kind.OPEN) {
            lock.lock();
            try {
                inbound.opened();
            } finally {
                lock.unlock();
            }
        } else if (event.kind == LaneEvent.Kind.CLOSE) {
            closing.closed();
        }
    }

    @Override
    public void onListenerFault(Throwable cause) {
        closing.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
    }

    // ---- Output and timers

    @Override
    public void onOutput(boolean active) {
        keepalive.onOutput();
        if (active) {
            idle.onActivity();
        }
    }

    @Override
    public void onActivity() {
        idle.onActivity();
    }

    @Override
    public void onFault(Throwable cause) {
        closing.report(cause, true);
        terminate();
    }

    @Override
    public void onFlusherEnded() {
        extensions.encoder().close();
    }

    @Override
    public void sendKeepalive(ByteBuffer payload, SendCallback left) {
        onWorker(() -> {
            if (queue.offerAutomatic(Outgoing.control(Opcode.PING, payload, true, left)) >= 0) {
                flusher.request();
            }
        });
    }

    @Override
    public void onDeadPeer() {
        onWorker(() -> {
            closing.report(new IOException("The peer has not answered a keepalive ping in time"), false);
            terminate();
        });
    }
}
