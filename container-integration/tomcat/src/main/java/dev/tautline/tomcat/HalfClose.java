// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The end of our direction while the peer's goes on, which Tomcat's channels don't know: they only close, and closing a socket with unread
 * bytes resets it, so that the peer may never see the close frame. Holds what belongs to one connection; Tomcat reuses its own objects.
 *
 * @param channel the socket
 * @param tls what encrypts, {@code null} on a plain connection
 */
record HalfClose(SocketChannel channel, @Nullable SSLEngine tls) {
    /** {@code null} on NIO2, whose reads are Tomcat's own. */
    static @Nullable HalfClose of(SocketWrapperBase<?> socket, @Nullable SSLEngine tls) {
        return socket.getSocket() instanceof NioChannel nio ? new HalfClose(nio.getIOChannel(), tls) : null;
    }

    /** Sends close_notify under TLS, then FIN. Once, after everything was written; nothing is written after it. */
    void shutdownOutput() throws IOException {
        if (tls != null) {
            tls.closeOutbound();
            ByteBuffer alert = ByteBuffer.allocate(tls.getSession().getPacketBufferSize());
            while (!tls.isOutboundDone()) {
                int produced = tls.wrap(ByteBuffer.allocate(0), alert.clear()).bytesProduced();
                if (produced == 0 || channel.write(alert.flip()) < produced) {
                    break;
                }
            }
        }
        channel.shutdownOutput();
    }

    /**
     * Throws away what the peer has sent, undeciphered. After {@link #shutdownOutput}, by one thread at a time.
     *
     * @param scratch to read into
     * @param reads at most so many times
     * @return whether the peer has ended its direction as well
     */
    boolean drain(ByteBuffer scratch, int reads) throws IOException {
        int count = 1;
        for (int i = 0; i < reads && count > 0; i++) {
            count = channel.read(scratch.clear());
        }
        return count < 0;
    }
}
