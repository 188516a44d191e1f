// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.channel.ChannelTransport;
import dev.tautline.servlet.ConnectionFacts;
import dev.tautline.servlet.TransportChoice;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's side of an upgrade. Tomcat makes it and calls, in this order and on one thread, {@code setSocketWrapper}, {@code init} and
 * {@code hasAsyncIO}; later {@code upgradeDispatch} under the socket's lock (never for a taken-over channel), and {@code destroy} from any thread
 * when the connection is gone.
 */
public final class TomcatUpgradeHandler implements InternalHttpUpgradeHandler {
    private @Nullable ConnectionFacts facts;
    private @Nullable UpgradeAnswer answer;
    private @Nullable EngineRuntime runtime;
    private @Nullable ClassLoader loader;
    private TransportChoice choice = TransportChoice.AUTO;
    private @Nullable SocketWrapperBase<?> socket;
    private @Nullable TomcatDisconnect disconnect;
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private volatile @Nullable ChannelTransport channelTransport;
    private volatile @Nullable TomcatTransport tomcatTransport;

    /** For Tomcat. */
    public TomcatUpgradeHandler() {}

    void prepare(
            ConnectionFacts facts,
            UpgradeAnswer answer,
            EngineRuntime runtime,
            TransportChoice choice,
            ClassLoader loader) {
        this.facts = facts;
        this.answer = answer;
        this.runtime = runtime;
        this.choice = choice;
        this.loader = loader;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        this.socket = wrapper;
    }

    @Override
    public void init(WebConnection connection) {
        SocketWrapperBase<?> socket = Objects.requireNonNull(this.socket);
        Consumer<Transport> accept =
                Objects.requireNonNull(Objects.requireNonNull(answer).accept());
        // Tomcat binds no application class loader around the init of an internal handler.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            accept.accept(takeOver(socket));
        } catch (IOException e) {
            abandon();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | LinkageError e) {
            abandon();
            throw e;
        } finally {
            thread.setContextClassLoader(before);
            TomcatDisconnect disconnect = this.disconnect;
            if (disconnect != null) {
                disconnect.takenOver();
            }
        }
    }

    private Transport takeOver(SocketWrapperBase<?> socket) throws IOException {
        EngineRuntime runtime = Objects.requireNonNull(this.runtime);
        ConnectionFacts facts = Objects.requireNonNull(this.facts);
        SocketChannel channel = choice == TransportChoice.AUTO ? plainChannel(socket) : null;
        if (channel == null) {
            TomcatTransport transport = new TomcatTransport(socket, facts, runtime);
            tomcatTransport = transport;
            return transport;
        }
        ByteBuffer early = earlyBytes(socket);
        TomcatDisconnect disconnect = new TomcatDisconnect(socket, runtime.workers());
        this.disconnect = disconnect;
        // Closing the channel alone would leave the connection counted for good: Tomcat must process the end.
        ChannelTransport transport = runtime.loops().adopt(channel, early, disconnect, "tomcat-channel");
        channelTransport = transport;
        return transport;
    }

    /** The channel of a plain NIO connection; a {@code SecureNioChannel} is a subclass whose channel carries ciphertext. */
    private static @Nullable SocketChannel plainChannel(SocketWrapperBase<?> socket) {
        return socket.getSocket() instanceof NioChannel nio && nio.getClass() == NioChannel.class
                ? nio.getIOChannel()
                : null;
    }

    private static @Nullable ByteBuffer earlyBytes(SocketWrapperBase<?> socket) throws IOException {
        if (socket.getSocketBufferHandler().isReadBufferEmpty()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(
                socket.getSocketBufferHandler().getReadBuffer().capacity());
        int count = socket.read(false, bytes);
        if (count <= 0) {
            return null;
        }
        return bytes.flip();
    }

    @Override
    public boolean hasAsyncIO() {
        return channelTransport != null;
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        TomcatTransport transport = tomcatTransport;
        return transport == null ? SocketState.CLOSED : transport.dispatch(event);
    }

    @Override
    public void timeoutAsync(long now) {
        // Time-outs are the connection's own.
    }

    @Override
    public void setSslSupport(SSLSupport sslSupport) {
        // Called before every dispatch; what a connection needs to know of TLS it learned from its request.
    }

    @Override
    public void pause() {
        // A paused connector takes no new connections; the open ones go on until the application stops.
    }

    @Override
    public void destroy() {
        ChannelTransport channel = channelTransport;
        if (channel != null) {
            channel.closedByContainer();
        }
        TomcatTransport poller = tomcatTransport;
        if (poller != null) {
            poller.closedByContainer();
        }
        abandon();
    }

    /** Frees what the answer holds, unless it has a transport. Tomcat calls {@code destroy} after some failures of {@code init} only. */
    private void abandon() {
        UpgradeAnswer prepared = answer;
        if (channelTransport == null
                && tomcatTransport == null
                && prepared != null
                && abandoned.compareAndSet(false, true)) {
            prepared.abandon().run();
        }
    }
}
