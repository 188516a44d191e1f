// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.spec.Violation;
import org.jspecify.annotations.Nullable;

/** How far the current inbound message has come, and how far it may go. Owned by the holder of the read token. */
final class MessageProgress {
    private final long maxFramePayload;
    private final long maxFragments;
    private long maxTextMessage;
    private long maxBinaryMessage;
    private boolean gathersText = true;
    private boolean gathersBinary = true;

    /** Whether a message has begun whose final frame has not ended. */
    private boolean open;

    private boolean text;
    private boolean decoded;
    private long fragments;
    private long emptyFragments;
    private long wireBytes;
    private long decodedBytes;

    MessageProgress(InboundLimits limits) {
        maxFramePayload = limits.maxFramePayload();
        maxFragments = limits.maxFragments();
        maxTextMessage = limits.maxTextMessage();
        maxBinaryMessage = limits.maxBinaryMessage();
    }

    boolean isOpen() {
        return open;
    }

    boolean isText() {
        return text;
    }

    /** Whether the payload goes through the decoder. */
    boolean isDecoded() {
        return decoded;
    }

    long maxTextMessage() {
        return maxTextMessage;
    }

    long maxBinaryMessage() {
        return maxBinaryMessage;
    }

    void maxTextMessage(long bytes) {
        maxTextMessage = bytes;
    }

    void maxBinaryMessage(long bytes) {
        maxBinaryMessage = bytes;
    }

    void gathers(boolean textMessages, boolean binaryMessages) {
        gathersText = textMessages;
        gathersBinary = binaryMessages;
    }

    /** The rule or limit that a data frame breaks by its header; asked before a byte of its payload is taken. */
    @Nullable Violation check(FrameHeader header) {
        boolean continues = header.opcode == FrameHeader.CONTINUATION;
        boolean frameIsText = continues ? text : header.opcode == FrameHeader.TEXT;
        long limit = frameIsText ? maxTextMessage : maxBinaryMessage;
        if (continues ? decoded : header.rsv != 0) {
            limit = wireLimit(limit);
        }
        if (header.length > maxFramePayload) {
            return Violation.FRAME_TOO_LONG;
        }
        if (header.length > limit - (continues ? wireBytes : 0)) {
            return Violation.MESSAGE_TOO_LONG;
        }
        long before = continues ? counted(header) : 0;
        return before >= maxFragments ? Violation.TOO_MANY_FRAGMENTS : null;
    }

    /** The frames so far that count against the limit of fragments. */
    private long counted(FrameHeader header) {
        if (text ? gathersText : gathersBinary) {
            return fragments;
        }
        return header.length == 0 ? emptyFragments : 0;
    }

    /** Data that can't be compressed grows a little on the wire; the message itself is limited while it is inflated. */
    private static long wireLimit(long messageLimit) {
        long allowance = (messageLimit >>> 3) + 1024;
        return messageLimit > Long.MAX_VALUE - allowance ? Long.MAX_VALUE : messageLimit + allowance;
    }

    /** A checked header of a text or binary frame begins a message. */
    void begin(FrameHeader header, boolean isDecoded) {
        open = true;
        text = header.opcode == FrameHeader.TEXT;
        decoded = isDecoded;
        fragments = 1;
        emptyFragments = header.length == 0 ? 1 : 0;
        wireBytes = header.length;
        decodedBytes = 0;
    }

    /** A checked header of a continuation frame goes on with it. */
    void continueWith(FrameHeader header) {
        fragments++;
        emptyFragments = header.length == 0 ? emptyFragments + 1 : 0;
        wireBytes += header.length;
    }

    /** How many bytes the decoder may still give out; negative where the limit has been lowered below what it has given. */
    long decodedAllowance() {
        return (text ? maxTextMessage : maxBinaryMessage) - decodedBytes;
    }

    void addDecoded(int bytes) {
        decodedBytes += bytes;
    }

    void end() {
        open = false;
    }
}
