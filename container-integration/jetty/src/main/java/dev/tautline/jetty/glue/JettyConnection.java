// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.channel.ChannelTransport;
import dev.tautline.jetty.JettyUpgrade;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket connection as Jetty sees it: counted, closed at stop, told to the connector's listeners. Jetty calls, one after the other,
 * {@code onUpgradeTo} if bytes came behind the handshake, {@code onOpen} when the handshake's answer has been written, and {@code onClose} once the
 * end point has closed, whoever closed it.
 *
 * <p>A channel that our loops have taken stays registered with Jetty's selector, with no interest: the interest of the last
 * HTTP read is gone before the selector selects again, none is asked for any more, and a stopping selector closes by its keys.
 */
public final class JettyConnection extends AbstractConnection implements Connection.UpgradeTo {
    private final JettyUpgrade upgrade;
    private final boolean secure;
    private @Nullable ByteBuffer early;
    private volatile @Nullable ChannelTransport channelTransport;
    private volatile @Nullable JettyTransport endPointTransport;
    private volatile boolean closed;
    /** Set by whoever takes the answer, to open it or to abandon it. */
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * @param executor of the server or client that the end point belongs to
     * @param secure whether the bytes are encrypted on their way
     */
    public JettyConnection(EndPoint endPoint, Executor executor, JettyUpgrade upgrade, boolean secure) {
        super(endPoint, executor);
        this.upgrade = upgrade;
        this.secure = secure;
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        early = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }

    /** Frees what the answer holds, unless it has got its transport. Any thread. */
    void abandon() {
        if (settled.compareAndSet(false, true)) {
            upgrade.answer().abandon().run();
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(upgrade.loader());
        try {
            Transport transport = takeOver(getEndPoint());
            if (settled.compareAndSet(false, true)) {
                Objects.requireNonNull(upgrade.answer().accept()).accept(transport);
            } else {
                transport.abort();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            System.getLogger(JettyConnection.class.getName())
                    .log(Level.WARNING, "A connection could not be taken over", e);
            abandon();
            getEndPoint().close(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Transport takeOver(EndPoint endPoint) throws IOException {
        // Time-outs are the connection's own.
        endPoint.setIdleTimeout(0);
        SocketChannel channel = upgrade.takesChannel() ? plainChannel(endPoint) : null;
        return channel == null ? onEndPoint(endPoint) : onChannel(endPoint, channel);
    }

    /** The channel of a plain TCP connection; TLS and HTTP/2 have end points of other classes, and a subclass may look at the bytes. */
    private static @Nullable SocketChannel plainChannel(EndPoint endPoint) {
        return endPoint.getClass() == SocketChannelEndPoint.class
                        && endPoint.getLocalSocketAddress() instanceof InetSocketAddress
                ? ((SocketChannelEndPoint) endPoint).getChannel()
                : null;
    }

    private Transport onChannel(EndPoint endPoint, SocketChannel channel) throws IOException {
        // Closing the channel alone would leave the end point counted for good.
        ChannelTransport transport = upgrade.runtime().loops().adopt(channel, early, endPoint::close, "jetty-channel");
        early = null;
        channelTransport = transport;
        if (isClosed(endPoint)) {
            transport.closedByContainer();
        }
        return transport;
    }

    private Transport onEndPoint(EndPoint endPoint) {
        JettyTransport transport = new JettyTransport(endPoint, secure, early, upgrade.runtime());
        early = null;
        endPointTransport = transport;
        if (isClosed(endPoint)) {
            transport.closedByJetty(null);
        }
        return transport;
    }

    /** Of an end that comes before the connection is ours Jetty tells the one before it, or nobody. */
    private boolean isClosed(EndPoint endPoint) {
        return closed || !endPoint.isOpen();
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        closed = true;
        ChannelTransport channel = channelTransport;
        if (channel != null) {
            channel.closedByContainer();
        }
        JettyTransport endPoint = endPointTransport;
        if (endPoint != null) {
            endPoint.closedByJetty(cause);
        }
    }

    /** Jetty sees no traffic of a taken-over channel, so it can't know that one is idle. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return channelTransport == null;
    }

    @Override
    public void onFillable() {
        throw new IllegalStateException("Reading is the transport's");
    }
}
