// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.protocol.Utf8;
import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.SlowConsumerPolicy;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket connection. Any thread may call any method at any time, also inside a callback; nothing throws because
 * another thread is sending or closing.
 *
 * <p><b>Sending.</b> A send takes the content of its buffer before it returns (the blocking ones before they return) and queues
 * the whole message. Messages leave in the order in which they were queued. Inside a callback of this connection they leave
 * together when the batch of callbacks is over, or after about a millisecond. A send after the connection has begun to close
 * completes with a {@link java.nio.channels.ClosedChannelException}.
 *
 * <p><b>Messages in parts.</b> From the first part to the last, whole messages of other senders wait behind the last part, in
 * order. Parts are never dropped: where a policy would drop one it fails instead, the message stays open, and the part may be
 * sent again.
 */
public final class Connection {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    final ConnectionCore core;

    /** A connection whose opening handshake is over. Nothing happens before {@link #start}. */
    public Connection(
            Transport transport,
            ConnectionOptions options,
            NegotiatedExtensions extensions,
            ConnectionRuntime runtime,
            ConnectionListener listener) {
        core = new ConnectionCore(transport, options, extensions, runtime, listener);
    }

    /** Starts the transport, runs {@link ConnectionListener#onOpen} on a worker, then begins to read. Called once. */
    public void start() {
        core.start();
    }

    /**
     * Queues a text message.
     *
     * @param compress the sender's choice, where an extension was negotiated
     * @param policy what to do if the queue is full, or {@code null} for the connection's policy
     * @param callback told once, when the message has been written or has failed or was dropped ({@link MessageDroppedException})
     */
    public void sendText(
            String message, boolean compress, @Nullable SlowConsumerPolicy policy, @Nullable SendCallback callback) {
        core.sender.text(message, compress, policy, callback);
    }

    /** Queues a binary message; as {@link #sendText}. */
    public void sendBinary(
            ByteBuffer message,
            boolean compress,
            @Nullable SlowConsumerPolicy policy,
            @Nullable SendCallback callback) {
        core.sender.binary(message, compress, policy, callback);
    }

    /**
     * Queues a part of a text message.
     *
     * @param last whether the message ends with this part
     * @param compress as for {@link #sendText}; what the first part says holds for the message
     * @throws IllegalStateException if a binary message is open
     */
    public void sendTextPart(
            String part,
            boolean last,
            boolean compress,
            @Nullable SlowConsumerPolicy policy,
            @Nullable SendCallback callback) {
        core.sender.part(Opcode.TEXT, Utf8.encode(part), last, compress, policy, callback);
    }

    /** Queues a part of a binary message; as {@link #sendTextPart}. */
    public void sendBinaryPart(
            ByteBuffer part,
            boolean last,
            boolean compress,
            @Nullable SlowConsumerPolicy policy,
            @Nullable SendCallback callback) {
        core.sender.part(Opcode.BINARY, Sender.copy(part), last, compress, policy, callback);
    }

    /**
     * Sends as ws does. Without {@code fin} this begins a message; while one is open, each call of this method is its next fragment,
     * whatever its kind, until one has {@code fin}. Other messages wait behind the last fragment, control frames pass between two. The
     * first fragment decides whether the message is compressed, by its own size.
     */
    public void send(
            String message,
            FrameOptions options,
            @Nullable SlowConsumerPolicy policy,
            @Nullable SendCallback callback) {
        core.sender.fragment(Opcode.TEXT, message, EMPTY, options, policy, callback);
    }

    /**
     * Sends bytes as ws does; as {@link #send(String, FrameOptions, SlowConsumerPolicy, SendCallback)}.
     *
     * @param kind {@link Opcode#BINARY}, or {@link Opcode#TEXT} for bytes that are UTF-8 already, which is not checked
     */
    public void send(
            Opcode kind,
            ByteBuffer message,
            FrameOptions options,
            @Nullable SlowConsumerPolicy policy,
            @Nullable SendCallback callback) {
        if (kind != Opcode.TEXT && kind != Opcode.BINARY) {
            throw new IllegalArgumentException("A message is TEXT or BINARY, not " + kind);
        }
        core.sender.fragment(kind, null, message, options, policy, callback);
    }

    /**
     * Sends a text message and waits until it has been written; inside a callback of this connection only until it is queued.
     * Waits at most the send timeout, for room too; the end of another author's message in parts has that time for itself. While the
     * call that sends has a message in parts open, this returns once the message is queued behind it.
     *
     * @throws IOException if the connection closes, or the time is over and therefore it is closed, or the thread is interrupted
     * @throws java.net.SocketTimeoutException if the time is over; if it was another author's message in parts that has not ended,
     *     nothing was sent and the connection stays as it is
     */
    public void sendTextBlocking(String message, boolean compress) throws IOException {
        core.blocking.text(message, compress);
    }

    /**
     * Sends a binary message and waits; as {@link #sendTextBlocking}. When this returns or throws the buffer is the caller's again.
     *
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits; its flag is set. The message says
     *     whether it may still be written
     */
    public void sendBinaryBlocking(ByteBuffer message, boolean compress) throws IOException {
        core.blocking.binary(message, compress);
    }

    /**
     * Sends a part of a text message and waits; as {@link #sendTextBlocking} and {@link #sendTextPart}.
     *
     * @param author whose message this is: a part of another author's, of whatever kind, waits until it has ended
     * @throws IllegalStateException if the same call, a callback or a thread of the application's own, has begun a message of another author, which would
     *     never end
     */
    public void sendTextPartBlocking(String part, boolean last, boolean compress, Object author) throws IOException {
        core.blocking.part(Opcode.TEXT, Utf8.encode(part), last, compress, author);
    }

    /** Sends a part of a binary message and waits; as {@link #sendTextPartBlocking}. */
    public void sendBinaryPartBlocking(ByteBuffer part, boolean last, boolean compress, Object author)
            throws IOException {
        core.blocking.part(Opcode.BINARY, Sender.copy(part), last, compress, author);
    }

    /**
     * Queues a ping before all messages. It counts against the outbound limit; without room it fails with a
     * {@link QueueFullException}, whatever the policy.
     *
     * @param payload at most 125 bytes
     * @throws IllegalArgumentException if it is longer
     */
    public void ping(ByteBuffer payload, @Nullable SendCallback callback) {
        core.sender.control(Opcode.PING, payload, null, callback);
    }

    /**
     * Queues a ping and waits for its pong, the one with the same payload. A later ping with the same payload takes the wait over, and
     * {@code answered} fails; so it does when the connection ends, or when 1024 other pings wait for their pongs (then none is sent).
     *
     * @param mask as in {@link FrameOptions#mask}
     * @param written as for {@link #ping(ByteBuffer, SendCallback)}
     * @param answered told once, when the pong has come
     */
    public void ping(
            ByteBuffer payload, @Nullable Boolean mask, @Nullable SendCallback written, SendCallback answered) {
        core.sender.ping(payload, mask, written, answered);
    }

    /** Queues a ping; as {@link #ping(ByteBuffer, SendCallback)}. */
    public void ping(ByteBuffer payload, @Nullable Boolean mask, @Nullable SendCallback callback) {
        core.sender.control(Opcode.PING, payload, mask, callback);
    }

    /** Queues an unsolicited pong; as {@link #ping(ByteBuffer, SendCallback)}. */
    public void pong(ByteBuffer payload, @Nullable Boolean mask, @Nullable SendCallback callback) {
        core.sender.control(Opcode.PONG, payload, mask, callback);
    }

    /** Queues an unsolicited pong before all messages; as {@link #ping}. */
    public void pong(ByteBuffer payload, @Nullable SendCallback callback) {
        core.sender.control(Opcode.PONG, payload, null, callback);
    }

    /**
     * Sends a ping and waits until it has been written; as {@link #sendTextBlocking}, but without waiting for room.
     *
     * @throws QueueFullException if there is none
     * @throws java.nio.channels.ClosedChannelException if the connection is closing or closed
     */
    public void pingBlocking(ByteBuffer payload) throws IOException {
        core.blocking.control(Opcode.PING, payload);
    }

    /** Sends an unsolicited pong and waits until it has been written; as {@link #pingBlocking}. */
    public void pongBlocking(ByteBuffer payload) throws IOException {
        core.blocking.control(Opcode.PONG, payload);
    }

    /** From now on messages are kept together until {@link #flush}, {@link #uncork} or 64 KiB of them wait (Jakarta batching). */
    public void cork() {
        core.cork.batching(true);
    }

    /** Ends {@link #cork} and writes what waits. */
    public void uncork() {
        core.cork.batching(false);
        core.flusher.request();
    }

    /** Writes what waits now, corked or not. Does not block. */
    public void flush() {
        core.flusher.request();
    }

    /**
     * Begins the closing handshake: what was queued before is written, then the close frame. Does nothing if it has begun.
     *
     * @param status a code that the profile lets an application send, or {@link CloseStatus#NONE} for an empty close frame
     * @return whether this call has begun it
     * @throws IllegalArgumentException if the profile has no such code
     */
    public boolean close(CloseStatus status) {
        Profile profile = core.options.profile();
        if (status.code() != CloseCode.NO_STATUS_RECEIVED && !profile.sendsCloseCode(status.code())) {
            throw new IllegalArgumentException(
                    "The close code " + status.code() + " may not be sent; use " + profile.sendableCloseCodes());
        }
        return core.closing.close(status);
    }

    /**
     * Begins the closing handshake with 1001, whatever the profile lets an application send: this end goes away.
     *
     * @param reason at most {@value CloseStatus#MAX_REASON_BYTES} bytes of UTF-8
     * @return whether this call has begun it
     */
    public boolean goAway(String reason) {
        return core.closing.close(new CloseStatus(CloseCode.GOING_AWAY, reason));
    }

    /** Closes the transport at once; the listener sees 1006 unless the peer's close frame has arrived. */
    public void terminate() {
        core.closing.terminate();
    }

    /** No further message is given to the listener until {@link #resume}; a small read-ahead goes on. */
    public void pause() {
        core.lane.pause();
    }

    /** Ends {@link #pause}. */
    public void resume() {
        core.lane.resume();
    }

    /** Whether the connection is paused. */
    public boolean isPaused() {
        return core.lane.isPaused();
    }

    /** Whether the current thread runs a callback of this connection: what waits here for the next one waits for ever. */
    public boolean isCallbackThread() {
        return core.lane.isCallbackThread();
    }

    /**
     * Bytes of payload that were sent but not written yet, pings and pongs included. In the ws profile what is sent after the connection
     * has begun to close is added and stays.
     */
    public long bufferedAmount() {
        return core.queue.bufferedAmount() + core.sender.late();
    }

    /** OPEN from the start; CLOSED as {@link Profile#isClosedAfterOnClose} says. */
    public ReadyState readyState() {
        return core.closing.readyState();
    }

    /** How text messages are delivered, from the next message on. */
    public void textDelivery(Delivery delivery) {
        core.settings.textDelivery(delivery);
    }

    /** How binary messages are delivered, from the next message on. */
    public void binaryDelivery(Delivery delivery) {
        core.settings.binaryDelivery(delivery);
    }

    /** Limit of whole text messages in bytes, from the next message on; or {@code InboundLimits.UNLIMITED}. */
    public void maxTextMessage(long bytes) {
        core.settings.maxTextMessage(bytes);
    }

    /** Limit of whole binary messages in bytes, from the next message on; or {@code InboundLimits.UNLIMITED}. */
    public void maxBinaryMessage(long bytes) {
        core.settings.maxBinaryMessage(bytes);
    }

    /**
     * Changes the idle timeout; the time that has passed counts.
     *
     * @param timeout zero for none
     */
    public void idleTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("idleTimeout is 0 (none) or more, not " + timeout);
        }
        core.idle.change(timeout);
    }

    /** The idle timeout, zero for none. */
    public Duration idleTimeout() {
        return core.idle.timeout();
    }

    /** Whether the bytes are encrypted between this process and its TCP peer. */
    public boolean isSecure() {
        return core.transport.isSecure();
    }

    /** The address of this end, or {@code null} where it is unknown. */
    public @Nullable SocketAddress localAddress() {
        return core.transport.localAddress();
    }

    /** The address of the TCP peer, or {@code null} where it is unknown. */
    public @Nullable SocketAddress remoteAddress() {
        return core.transport.remoteAddress();
    }

    /** The transport's name in logs and metrics. */
    public String transportName() {
        return core.transport.name();
    }

    /** What the opening handshake has agreed on. */
    public NegotiatedExtensions extensions() {
        return core.extensions;
    }

    /** How the connection was configured at the start. */
    public ConnectionOptions options() {
        return core.options;
    }

    /** The runtime that the connection belongs to. */
    public ConnectionRuntime runtime() {
        return core.runtime;
    }

    /** Limit of whole text messages in bytes. */
    public long maxTextMessage() {
        return core.settings.maxTextMessage();
    }

    /** Limit of whole binary messages in bytes. */
    public long maxBinaryMessage() {
        return core.settings.maxBinaryMessage();
    }

    /** Queues a broadcast's message; never blocks. */
    OutboundQueue.Outcome broadcast(Outgoing message) {
        return core.sender.broadcast(message);
    }

    /** What the connection has done so far. */
    public ConnectionCounters counters() {
        return core.counters();
    }
}
