// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.CloseStatus;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;

/**
 * What a connection tells the face above it. All calls of one connection come one at a time and in order (the callback lane);
 * each may block and may call anything of the connection. A face catches what the application throws; an exception that
 * reaches the connection is logged and closes it with 1011.
 *
 * <p>Buffers are the listener's to keep: heap buffers with array offset 0 and exactly the array's length.
 */
public interface ConnectionListener {
    /** The connection is open. Nothing is read before this has returned. */
    void onOpen();

    /** A whole text message ({@link Delivery#WHOLE}). */
    void onText(String message);

    /** A part of a text message ({@link Delivery#PARTS}); parts are as the bytes arrive, not as the peer framed them. */
    void onTextPart(String part, boolean last);

    /** A text message as a stream ({@link Delivery#STREAM}); what has not been read when the call returns is skipped. */
    void onTextStream(Reader reader);

    /** A whole binary message ({@link Delivery#WHOLE}). */
    void onBinary(ByteBuffer message);

    /** A part of a binary message ({@link Delivery#PARTS}, {@link Delivery#LIMITED_PARTS}). */
    void onBinaryPart(ByteBuffer part, boolean last);

    /** A binary message as a stream ({@link Delivery#STREAM}); what has not been read when the call returns is skipped. */
    void onBinaryStream(InputStream stream);

    /**
     * A ping; its pong has been queued already where {@code autoPong} is on. Of the pings and pongs that come while a callback reads an
     * unfinished stream only the first 64 are told, after it.
     */
    void onPing(ByteBuffer payload);

    /** A pong that does not answer a keepalive ping of ours; beside a stream as {@link #onPing}. */
    void onPong(ByteBuffer payload);

    /**
     * The connection failed: a violation of the peer ({@link ViolationException}), a transport error, a dead peer, an overflow.
     * At most once, {@link #onClose} follows.
     */
    void onError(Throwable cause);

    /**
     * The connection is closed. Exactly once, last. {@link Connection#readyState} is CLOSED only after this has returned for
     * faces that want it so (Jakarta's {@code isOpen}).
     *
     * @param status the peer's status, or what stands for it: 1005 for an empty close frame, 1006 for none
     * @param clean whether both close frames were exchanged
     */
    void onClose(CloseStatus status, boolean clean);
}
