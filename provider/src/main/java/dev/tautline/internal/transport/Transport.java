// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A full-duplex stream of bytes whose opening handshake is over. All methods may be called from any thread unless they say
 * otherwise. None blocks.
 */
public interface Transport {
    /**
     * Hands over the listener. Called exactly once, before anything else; nothing is read before the first {@link #demand}.
     * Bytes that came together with the handshake are given by the first {@link TransportListener#onRead}.
     */
    void start(TransportListener listener);

    /**
     * Asks for exactly one more {@link TransportListener#onRead}. Demand does not add up: a second call while one is
     * outstanding changes nothing. May be called inside {@code onRead}.
     */
    void demand();

    /**
     * Writes all of {@code buffers[0..count)}. At most one write is outstanding. The buffers belong to the transport until
     * the write has completed and may be heap or direct; the array itself is free when the call returns.
     *
     * @return {@code true} if everything has been written or copied: the buffers are the caller's again and
     *     {@link TransportListener#onWritten} will not be called; {@code false} if the write goes on and
     *     {@code onWritten} or the end of the connection will end it, perhaps before this call returns. After the transport has begun to close it is
     *     {@code false} and only {@code onClosed} follows, or has come already
     */
    boolean write(ByteBuffer[] buffers, int count);

    /**
     * Ends the outbound direction (TCP FIN; close_notify and then FIN under TLS) after what has been written. Where the
     * transport can't half-close it closes. Idempotent.
     */
    void shutdownOutput();

    /**
     * Closes the connection at once and frees what the transport and its container hold. A pending write will not
     * complete. Ends with {@link TransportListener#onClosed} and, unless the connection broke before, without
     * {@link TransportListener#onFailure}. Idempotent.
     */
    void abort();

    /**
     * Whether {@link TransportListener#onRead} may run the application's callbacks on its own thread. If so, the transport
     * calls {@link TransportListener#onLeaseLost} when that thread is needed elsewhere; if not, callbacks go to a worker.
     * The answer may change when all spare threads are busy: ask at each {@code onRead}.
     */
    boolean runsCallbacks();

    /** Whether the bytes are encrypted between this process and its TCP peer. */
    boolean isSecure();

    /** The address of this end, or {@code null} where it is unknown. */
    @Nullable SocketAddress localAddress();

    /** The address of the TCP peer (perhaps a proxy), or {@code null} where it is unknown. */
    @Nullable SocketAddress remoteAddress();

    /** The name that logs, metrics and start-up messages use for this kind of transport, {@code "channel"} for example. */
    String name();
}
