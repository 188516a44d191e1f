// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.PayloadDecoder;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inbound half of RFC 6455 §5 to §8: bytes in, at most one event per call out. Data is given out in parts as it arrives, so
 * that nothing is ever allocated for what a header declares. Owned by the holder of the read token; nothing here is safe for
 * other threads.
 */
public final class InboundProtocol {
    /** How a step ended. */
    public enum Step {
        /** The sink has been called once; there may be more, even where the buffer is used up. */
        EVENT,
        /** The buffer is used up and holds no further event. */
        NEED_BYTES,
        /** A close frame or a violation came before; all bytes are discarded (RFC 6455 §5.5.1). */
        FINISHED
    }

    private enum State {
        HEADER,
        CONTROL,
        DATA,
        DECODED_DATA,
        FINISHED
    }

    private final InboundRules rules;
    private final @Nullable PayloadDecoder decoder;
    private final ScratchPool pool;
    private final MessageProgress message;
    private final FrameHeader header;
    private final FramePayload payload = new FramePayload();
    private final TextDecoder text;
    private State state = State.HEADER;

    /** Whether the decoder has more output than fitted into the last event. */
    private boolean outputPending;

    /**
     * @param role this end of the connection
     * @param limits what the peer may send
     * @param rules what is legal
     * @param decoder the negotiated extensions, or {@code null} if there are none; closed by whoever made it
     * @param pool lends memory for inflating and decoding
     */
    public InboundProtocol(
            Role role, InboundLimits limits, InboundRules rules, @Nullable PayloadDecoder decoder, ScratchPool pool) {
        this.rules = rules;
        this.decoder = decoder;
        this.pool = pool;
        message = new MessageProgress(limits);
        header = new FrameHeader(role, decoder == null ? 0 : decoder.rsv(), message);
        text = new TextDecoder(pool, rules.validatesUtf8());
    }

    /**
     * Consumes bytes up to the next event and gives that to the sink. To be called until it returns something else than
     * {@link Step#EVENT}; then the buffer is used up.
     *
     * @param buffer heap buffer with an accessible array, which is unmasked in place. Where a step left bytes, the next one must
     *     see the same bytes first, in this buffer or another.
     * @param sink called once at most
     */
    public Step step(ByteBuffer buffer, InboundSink sink) {
        while (true) {
            Step step;
            switch (state) {
                case HEADER -> {
                    if (!header.decode(buffer)) {
                        Violation violation = header.violation();
                        return violation == null ? Step.NEED_BYTES : fail(violation, buffer, sink);
                    }
                    step = beginFrame();
                }
                case CONTROL -> step = control(buffer, sink);
                case DATA -> step = data(buffer, sink);
                case DECODED_DATA -> step = decodedData(buffer, sink);
                default -> {
                    buffer.position(buffer.limit());
                    return Step.FINISHED;
                }
            }
            if (step != null) {
                return step;
            }
        }
    }

    /** Whether a message has begun whose end has not been given out. */
    public boolean isInMessage() {
        return message.isOpen();
    }

    /** Whether a frame has begun whose end has not arrived. */
    public boolean isInFrame() {
        return state != State.FINISHED && (state != State.HEADER || header.isBegun());
    }

    /** Whether a close frame or a violation has been given out. */
    public boolean isFinished() {
        return state == State.FINISHED;
    }

    /**
     * Whether the next steps will find the end of a frame without further bytes, judged by lengths alone.
     *
     * @param buffer what the next {@link #step} will be given; not changed
     */
    public boolean hasCompleteFrame(ByteBuffer buffer) {
        if (state != State.HEADER) {
            return state != State.FINISHED && (outputPending || buffer.remaining() >= payload.remaining());
        }
        return !header.isBegun() && FrameLengths.frameLength(buffer) <= buffer.remaining();
    }

    /** Bytes of a text message at most. */
    public long maxTextMessage() {
        return message.maxTextMessage();
    }

    /** Bytes of a binary message at most. */
    public long maxBinaryMessage() {
        return message.maxBinaryMessage();
    }

    /**
     * Changes the limit from the next frame on.
     *
     * @param bytes 0 or more, or {@link InboundLimits#UNLIMITED}
     */
    public void maxTextMessage(long bytes) {
        message.maxTextMessage(InboundLimits.require(bytes, "maxTextMessage"));
    }

    /**
     * Changes the limit from the next frame on.
     *
     * @param bytes 0 or more, or {@link InboundLimits#UNLIMITED}
     */
    public void maxBinaryMessage(long bytes) {
        message.maxBinaryMessage(InboundLimits.require(bytes, "maxBinaryMessage"));
    }

    /**
     * Which messages whoever gets the parts keeps together until their end. All frames of such a message count against {@code
     * maxFragments}; of another, for which nothing is kept, only empty ones in a row.
     */
    public void gathers(boolean textMessages, boolean binaryMessages) {
        message.gathers(textMessages, binaryMessages);
    }

    private @Nullable Step beginFrame() {
        payload.begin(header);
        if (header.opcode >= FrameHeader.CLOSE) {
            state = State.CONTROL;
            return null;
        }
        if (header.opcode == FrameHeader.CONTINUATION) {
            message.continueWith(header);
        } else {
            message.begin(header, decoder != null && decoder.begin(header.rsv));
        }
        state = message.isDecoded() ? State.DECODED_DATA : State.DATA;
        return null;
    }

    private Step control(ByteBuffer buffer, InboundSink sink) {
        ByteBuffer control = payload.takeControl(buffer, (int) header.length);
        if (control == null) {
            return Step.NEED_BYTES;
        }
        state = State.HEADER;
        switch (header.opcode) {
            case FrameHeader.PING -> sink.onPing(control);
            case FrameHeader.PONG -> sink.onPong(control);
            default -> {
                finish(buffer);
                CloseFrame.decode(control, rules, sink);
            }
        }
        return Step.EVENT;
    }

    private @Nullable Step data(ByteBuffer buffer, InboundSink sink) {
        int start = buffer.position();
        int n = payload.unmask(buffer);
        payload.take(n);
        boolean frameEnds = payload.remaining() == 0;
        boolean last = frameEnds && endFrame();
        if (n == 0 && !last) {
            return frameEnds ? null : Step.NEED_BYTES;
        }
        if (!message.isText()) {
            ByteBuffer part = buffer.slice(start, n);
            buffer.position(start + n);
            sink.onBinary(part, last);
            return Step.EVENT;
        }
        int limit = buffer.limit();
        buffer.limit(start + n);
        String part = text.decode(buffer, last, null);
        buffer.limit(limit).position(start + n);
        return emitText(part, last, buffer, sink);
    }

    private @Nullable Step decodedData(ByteBuffer buffer, InboundSink sink) {
        int n = payload.unmask(buffer);
        if (n == 0 && !outputPending) {
            if (payload.remaining() > 0) {
                return Step.NEED_BYTES;
            }
            if (!header.fin) {
                endFrame();
                return null;
            }
        }
        Scratch scratch = pool.borrow();
        try {
            return decode(buffer, n, scratch, sink);
        } catch (InvalidPayloadException e) {
            return fail(Violation.INVALID_COMPRESSED_DATA, buffer, sink);
        } finally {
            pool.giveBack(scratch);
        }
    }

    private @Nullable Step decode(ByteBuffer buffer, int n, Scratch scratch, InboundSink sink)
            throws InvalidPayloadException {
        long allowance = message.decodedAllowance();
        ByteBuffer out = scratch.bytes();
        // One byte more than the limit allows tells that it is broken, whatever else the payload would inflate to.
        out.limit((int) Math.max(1, Math.min(out.capacity() - 1, allowance) + 1));
        boolean lastInput = header.fin && n == payload.remaining();
        int start = buffer.position();
        boolean done = decodeInto(out, buffer, n, lastInput);
        int used = done && lastInput ? n : buffer.position() - start;
        buffer.position(start + used);
        payload.take(used);
        outputPending = !done;
        out.flip();
        if (out.remaining() > allowance) {
            return fail(Violation.MESSAGE_TOO_LONG, buffer, sink);
        }
        message.addDecoded(out.remaining());
        if (outputPending && used == 0 && !out.hasRemaining()) {
            if (n > 0 || lastInput) {
                throw new InvalidPayloadException("the payload ends early");
            }
            outputPending = false;
        }
        boolean last = payload.remaining() == 0 && !outputPending && endFrame();
        return message.isText()
                ? emitText(text.decode(out, last, scratch), last, buffer, sink)
                : emitBinary(out, last, sink);
    }

    private boolean decodeInto(ByteBuffer out, ByteBuffer buffer, int n, boolean lastInput)
            throws InvalidPayloadException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + n);
        try {
            return Objects.requireNonNull(decoder).decode(buffer, lastInput, out)
                    && (lastInput || !buffer.hasRemaining());
        } finally {
            buffer.limit(limit);
        }
    }

    /**
     * Ends the frame.
     *
     * @return whether the message ends with it
     */
    private boolean endFrame() {
        state = State.HEADER;
        if (header.fin) {
            message.end();
        }
        return header.fin;
    }

    private @Nullable Step emitText(@Nullable String part, boolean last, ByteBuffer buffer, InboundSink sink) {
        if (part == null) {
            // RFC 6455 §8.1: "that endpoint MUST _Fail the WebSocket Connection_"
            return fail(Violation.INVALID_UTF8, buffer, sink);
        }
        if (!last && part.isEmpty()) {
            return null;
        }
        sink.onText(part, last);
        return Step.EVENT;
    }

    private @Nullable Step emitBinary(ByteBuffer part, boolean last, InboundSink sink) {
        if (!last && !part.hasRemaining()) {
            return null;
        }
        sink.onBinary(part, last);
        return Step.EVENT;
    }

    private Step fail(Violation violation, ByteBuffer buffer, InboundSink sink) {
        finish(buffer);
        sink.onViolation(violation);
        return Step.EVENT;
    }

    private void finish(ByteBuffer buffer) {
        state = State.FINISHED;
        buffer.position(buffer.limit());
    }
}
