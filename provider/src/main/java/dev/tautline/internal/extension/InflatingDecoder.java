// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.PayloadDecoder;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of permessage-deflate (RFC 7692 §7.2.2). Its window always has 2^15 bytes, so that it can read whatever
 * window bits the peer uses. Owned by the holder of the read token.
 */
final class InflatingDecoder implements PayloadDecoder {
    private static final byte[] TAIL = {0x00, 0x00, (byte) 0xFF, (byte) 0xFF};
    private static final byte[] NOTHING = {};

    private final DeflatePools pools;
    private final boolean peerKeepsContext;
    /** From the first compressed message to the end, or for one message where the peer keeps no context. */
    private @Nullable Inflater inflater;

    // The current message.
    private boolean hasPayload;
    private @Nullable ByteBuffer tail;

    InflatingDecoder(DeflatePools pools, boolean peerKeepsContext) {
        this.pools = pools;
        this.peerKeepsContext = peerKeepsContext;
    }

    @Override
    public int rsv() {
        return DeflatingEncoder.RSV1;
    }

    @Override
    public boolean begin(int rsv) {
        hasPayload = false;
        tail = null;
        return (rsv & DeflatingEncoder.RSV1) != 0;
    }

    @Override
    public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) throws InvalidPayloadException {
        hasPayload |= in.hasRemaining();
        if (!hasPayload) {
            // Nothing to inflate: an empty message, and the context stays as it is.
            return true;
        }
        Inflater current = inflater;
        if (current == null) {
            current = pools.borrowInflater();
            inflater = current;
        }
        boolean done = inflate(current, in, last, out);
        if (done && last) {
            end(current);
        }
        return done;
    }

    private boolean inflate(Inflater current, ByteBuffer in, boolean last, ByteBuffer out)
            throws InvalidPayloadException {
        while (true) {
            if (current.finished()) {
                if (!in.hasRemaining()) {
                    return true;
                }
                // RFC 7692 §7.2.3.5: a block with BFINAL set ends a DEFLATE stream, not the message
                current.reset();
            }
            boolean inTail = last && !in.hasRemaining();
            ByteBuffer source = inTail ? tail() : in;
            boolean moved = step(current, source, out);
            if (current.finished()) {
                continue;
            }
            if (!out.hasRemaining()) {
                return false;
            }
            if (source.hasRemaining() && !moved) {
                throw new InvalidPayloadException("The compressed data can't be inflated further");
            }
            if (!source.hasRemaining() && (inTail || !last)) {
                return true;
            }
        }
    }

    private ByteBuffer tail() {
        // RFC 7692 §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload"
        ByteBuffer current = tail;
        if (current == null) {
            current = ByteBuffer.wrap(TAIL);
            tail = current;
        }
        return current;
    }

    /** One native call; says whether it took or gave anything. */
    private static boolean step(Inflater current, ByteBuffer source, ByteBuffer out) throws InvalidPayloadException {
        int before = source.remaining();
        current.setInput(source);
        try {
            return current.inflate(out) > 0 || source.remaining() < before;
        } catch (DataFormatException e) {
            throw new InvalidPayloadException("The compressed data is not valid: " + e.getMessage());
        } finally {
            current.setInput(NOTHING);
        }
    }

    /** The message has been given out. */
    private void end(Inflater current) {
        hasPayload = false;
        tail = null;
        if (!peerKeepsContext) {
            inflater = null;
            pools.giveBack(current);
        } else if (current.finished()) {
            current.reset();
        }
    }

    @Override
    public void close() {
        Inflater current = inflater;
        inflater = null;
        if (current != null) {
            pools.giveBack(current);
        }
    }
}
