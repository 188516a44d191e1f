// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.tomcat.util.net.Nio2Channel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The end of our direction while the peer's goes on, which Tomcat's channels don't know: they only close, and closing a socket with unread
 * bytes resets it, so that the peer may never see the close frame. Holds what belongs to one connection; Tomcat reuses its own objects.
 *
 * @param channel the socket: a {@link SocketChannel}, on NIO2 an {@link AsynchronousSocketChannel}
 * @param tls what encrypts, {@code null} on a plain connection
 */
record HalfClose(NetworkChannel channel, @Nullable SSLEngine tls) {
    /** {@code null} on a connector that is neither NIO nor NIO2. */
    static @Nullable HalfClose of(SocketWrapperBase<?> socket, @Nullable SSLEngine tls) {
        if (socket.getSocket() instanceof NioChannel nio) {
            return new HalfClose(nio.getIOChannel(), tls);
        }
        return socket.getSocket() instanceof Nio2Channel nio2 ? new HalfClose(nio2.getIOChannel(), tls) : null;
    }

    /** Sends close_notify under TLS, then FIN. Once, after everything was written; nothing is written after it. */
    void shutdownOutput() throws IOException {
        ByteBuffer alert = closeNotify();
        if (channel instanceof SocketChannel socket) {
            // An alert that the socket does not take is left out: the peer reads too slowly to care.
            socket.write(alert);
            socket.shutdownOutput();
        } else if (channel instanceof AsynchronousSocketChannel socket) {
            socket.write(alert, socket, new Finish());
        }
    }

    private ByteBuffer closeNotify() throws SSLException {
        if (tls == null) {
            return ByteBuffer.allocate(0);
        }
        tls.closeOutbound();
        ByteBuffer alert = ByteBuffer.allocate(tls.getSession().getPacketBufferSize());
        while (!tls.isOutboundDone() && tls.wrap(ByteBuffer.allocate(0), alert).bytesProduced() > 0) {
            // One record after the other.
        }
        return alert.flip();
    }

    /** FIN behind the alert. What fails here fails for who reads as well. */
    private static final class Finish implements CompletionHandler<Integer, AsynchronousSocketChannel> {
        @Override
        public void completed(Integer written, AsynchronousSocketChannel socket) {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                // Closed meanwhile.
            }
        }

        @Override
        public void failed(Throwable cause, AsynchronousSocketChannel socket) {
            completed(0, socket);
        }
    }

    /** Whether {@link #drain} may read past Tomcat; on NIO2 a read of Tomcat's is always under way. */
    boolean drains() {
        return channel instanceof SocketChannel;
    }

    /**
     * Throws away what the peer has sent, undeciphered. After {@link #shutdownOutput}, by one thread at a time, where it {@link #drains}.
     *
     * @param scratch to read into
     * @param reads at most so many times
     * @return whether the peer has ended its direction as well
     */
    boolean drain(ByteBuffer scratch, int reads) throws IOException {
        int count = 1;
        for (int i = 0; i < reads && count > 0; i++) {
            count = ((SocketChannel) channel).read(scratch.clear());
        }
        return count < 0;
    }
}
