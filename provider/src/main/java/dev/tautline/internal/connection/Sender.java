// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.OutboundProtocol;
import dev.tautline.internal.protocol.Utf8;
import dev.tautline.internal.transport.Blocking;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.SlowConsumerPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends past the queue or through it, by the slow-consumer policies; owns the counts of what became of sends. Any thread may call
 * anything.
 */
final class Sender {
    /** What sending does to the connection. */
    interface Owner {
        void closeSlowConsumer();

        void terminate();

        void onActivity();
    }

    private final ConnectionOptions options;
    private final OutboundQueue queue;
    private final Flusher flusher;
    private final Cork cork;
    private final Completions completions;
    private final Timers timers;
    private final PongWaiters waiters;
    private final Owner owner;

    private final LongAdder queued = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder late = new LongAdder();

    Sender(
            ConnectionOptions options,
            OutboundQueue queue,
            Flusher flusher,
            Cork cork,
            Completions completions,
            Timers timers,
            PongWaiters waiters,
            Owner owner) {
        this.options = options;
        this.queue = queue;
        this.flusher = flusher;
        this.cork = cork;
        this.completions = completions;
        this.timers = timers;
        this.waiters = waiters;
        this.owner = owner;
    }

    long queued() {
        return queued.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    long rejected() {
        return rejected.sum();
    }

    /** Bytes of what was sent after the connection had begun to close, where the profile counts them. */
    long late() {
        return late.sum();
    }

    void text(String text, boolean compress, @Nullable SlowConsumerPolicy policy, @Nullable SendCallback callback) {
        if (passes(text, null, compress, callback)) {
            return;
        }
        offer(Outgoing.message(Opcode.TEXT, Utf8.encode(text), compress, callback), policy);
    }

    void binary(
            ByteBuffer bytes, boolean compress, @Nullable SlowConsumerPolicy policy, @Nullable SendCallback callback) {
        if (passes(null, bytes.duplicate(), compress, callback)) {
            return;
        }
        offer(Outgoing.message(Opcode.BINARY, copy(bytes), compress, callback), policy);
    }

    void part(
            Opcode opcode,
            ByteBuffer payload,
            boolean last,
            boolean compress,
            @Nullable SlowConsumerPolicy policy,
            @Nullable SendCallback callback) {
        offer(Outgoing.part(opcode, payload, last, compress, null, callback), policy);
    }

    /** ws's send: a whole message or a fragment, by {@code options} and by what is open. */
    void fragment(
            Opcode opcode,
            @Nullable String text,
            ByteBuffer bytes,
            FrameOptions options,
            @Nullable SlowConsumerPolicy policy,
            @Nullable SendCallback callback) {
        boolean plain = options.fin() && options.mask() == null && (text != null || opcode == Opcode.BINARY);
        if (plain && passes(text, text == null ? bytes.duplicate() : null, options.compress(), callback)) {
            return;
        }
        ByteBuffer payload = text == null ? copy(bytes) : Utf8.encode(text);
        offer(Outgoing.fragment(opcode, payload, options, callback), policy);
    }

    void control(Opcode opcode, ByteBuffer payload, @Nullable Boolean mask, @Nullable SendCallback callback) {
        IOException refusal = offerControl(opcode, payload, mask, callback);
        if (refusal != null) {
            completions.complete(callback, refusal);
        }
    }

    void ping(ByteBuffer payload, @Nullable Boolean mask, @Nullable SendCallback written, SendCallback answered) {
        checkControl(payload);
        ByteBuffer awaited = copy(payload);
        IOException refusal = waiters.add(awaited, answered);
        if (refusal == null) {
            refusal = offerControl(Opcode.PING, payload, mask, written);
            if (refusal != null) {
                waiters.remove(awaited, answered);
            }
        }
        if (refusal != null) {
            completions.complete(written, refusal);
            completions.complete(answered, refusal);
        }
    }

    private static void checkControl(ByteBuffer payload) {
        int length = payload.remaining();
        if (length > OutboundProtocol.MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException("A ping or pong has at most " + OutboundProtocol.MAX_CONTROL_PAYLOAD
                    + " bytes of payload, not " + length);
        }
    }

    /**
     * Queues a ping or pong.
     *
     * @return why it was not queued, or {@code null}
     */
    @Nullable IOException offerControl(
            Opcode opcode, ByteBuffer payload, @Nullable Boolean mask, @Nullable SendCallback callback) {
        checkControl(payload);
        switch (queue.offerControl(Outgoing.control(opcode, copy(payload), mask, callback))) {
            case QUEUED -> {
                owner.onActivity();
                flusher.queued();
                return null;
            }
            case FULL -> {
                rejected.increment();
                return new QueueFullException(options.outboundLimit());
            }
            default -> {
                sentLate(payload.remaining());
                return new ClosedChannelException();
            }
        }
    }

    /** Queues a broadcast's message. Never blocks. */
    OutboundQueue.Outcome broadcast(Outgoing message) {
        SlowConsumerPolicy policy = options.slowConsumerPolicy();
        OutboundQueue.Outcome outcome = offerOnce(message, policy);
        if (outcome == OutboundQueue.Outcome.FULL && policy == SlowConsumerPolicy.CLOSE) {
            owner.closeSlowConsumer();
        }
        return outcome;
    }

    /** Copies what is left of a buffer, so that it is the caller's again. */
    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    /** Sends past the queue if nothing is in the way. */
    boolean passes(
            @Nullable String text, @Nullable ByteBuffer bytes, boolean compress, @Nullable SendCallback callback) {
        if (!flusher.trySend(text, bytes, compress, callback, options.outboundLimit())) {
            return false;
        }
        queued.increment();
        owner.onActivity();
        return true;
    }

    private void offer(Outgoing message, @Nullable SlowConsumerPolicy named) {
        SlowConsumerPolicy policy = named == null ? options.slowConsumerPolicy() : named;
        OutboundQueue.Outcome outcome = offerOnce(message, policy);
        if (outcome == OutboundQueue.Outcome.FULL && policy == SlowConsumerPolicy.BLOCK) {
            try {
                offerWhenRoom(message);
            } catch (IOException e) {
                completions.complete(message.callback, e);
            }
            return;
        }
        switch (outcome) {
            case QUEUED -> {}
            case DROPPED -> completions.complete(message.callback, new MessageDroppedException());
            case CLOSED -> {
                sentLate(message.length);
                completions.complete(message.callback, new ClosedChannelException());
            }
            case FULL -> {
                completions.complete(message.callback, new QueueFullException(options.outboundLimit()));
                if (policy == SlowConsumerPolicy.CLOSE) {
                    owner.closeSlowConsumer();
                }
            }
            case OTHER_OPEN -> throw otherOpen();
        }
    }

    private void sentLate(int length) {
        if (options.profile().countsSendsAfterClose()) {
            late.add(length);
        }
    }

    private static IllegalStateException otherOpen() {
        return new IllegalStateException("Another message has been begun in parts and is not finished");
    }

    private OutboundQueue.Outcome offerOnce(Outgoing message, SlowConsumerPolicy policy) {
        List<Outgoing> victims = new ArrayList<>(0);
        OutboundQueue.Outcome outcome = queue.offer(message, policy, victims);
        for (Outgoing victim : victims) {
            dropped.increment();
            completions.complete(victim.callback, new MessageDroppedException());
        }
        switch (outcome) {
            case QUEUED -> {
                queued.increment();
                owner.onActivity();
                flusher.queued();
            }
            case DROPPED -> dropped.increment();
            case FULL -> {
                if (policy != SlowConsumerPolicy.BLOCK) {
                    rejected.increment();
                }
            }
            default -> {}
        }
        return outcome;
    }

    /** Queues a message once there is room. */
    void offerBlocking(Outgoing message) throws IOException {
        OutboundQueue.Outcome outcome = offerOnce(message, SlowConsumerPolicy.BLOCK);
        switch (outcome) {
            case OTHER_OPEN -> throw otherOpen();
            case CLOSED -> throw new ClosedChannelException();
            case FULL -> offerWhenRoom(message);
            default -> {}
        }
    }

    /**
     * A sender stops waiting for a message whose buffer is its caller's: takes the message back, or its buffer.
     *
     * @return whether the message will not be sent
     */
    boolean takeBack(Outgoing message) {
        if (queue.takeBack(message)) {
            return true;
        }
        flusher.giveBack(message);
        return false;
    }

    /** Whether what the current call sends now would wait for the end of the call's own message in parts. */
    boolean isOpenHere() {
        return queue.isOpenHere();
    }

    /** The time of a queued message's sender is over; as {@link OutboundQueue#late}. */
    OutboundQueue.Late late(Outgoing message) {
        return queue.late(message);
    }

    /** Waits for room, up to the send timeout; if the peer had that long, the connection is over. */
    private void offerWhenRoom(Outgoing message) throws IOException {
        cork.release();
        flusher.request();
        Blocking.begin();
        OutboundQueue.RoomWait wait = queue.new RoomWait();
        Timers.@Nullable Task timer = schedule(wait);
        try {
            while (true) {
                queue.awaitRoom(message, wait);
                switch (offerOnce(message, SlowConsumerPolicy.BLOCK)) {
                    case QUEUED -> {
                        return;
                    }
                    case CLOSED -> throw new ClosedChannelException();
                    case OTHER_OPEN -> throw otherOpen();
                    default -> {
                        if (wait.isOver()) {
                            requireMoreTime(message, wait);
                            timer = schedule(wait);
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for room; the message was not queued");
        } finally {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    private void requireMoreTime(Outgoing message, OutboundQueue.RoomWait wait) throws SocketTimeoutException {
        if (queue.waitsForLastPart(message)) {
            rejected.increment();
            throw behindTooLong();
        }
        if (!wait.again()) {
            rejected.increment();
            owner.terminate();
            throw timedOut();
        }
    }

    SocketTimeoutException behindTooLong() {
        return new SocketTimeoutException("Another message in parts has not ended within the send timeout of "
                + options.sendTimeout().toMillis() + " ms; nothing was sent");
    }

    SocketTimeoutException timedOut() {
        return new SocketTimeoutException("The peer has not taken the message within the send timeout of "
                + options.sendTimeout().toMillis() + " ms; the connection is closed");
    }

    /** Arms the send timeout, if there is one. */
    Timers.@Nullable Task schedule(Runnable task) {
        long nanos = IdleTimeout.nanos(options.sendTimeout());
        return nanos == 0 ? null : timers.schedule(task, nanos);
    }
}
