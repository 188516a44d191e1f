// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.runtime.Loans;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.servlet.ConnectionFacts;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SecureNio2Channel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stays on Tomcat's poller: TLS, NIO2, or when told. Reading happens in {@link #dispatch}, under the
 * socket's lock, so callbacks go to workers. Without demand the socket is suspended: Tomcat does not poll it, and new demand asks
 * for a dispatch. Writing happens on any thread, one write at a time; what the socket does not take Tomcat keeps and
 * dispatches {@code OPEN_WRITE}. Once this end has finished, what still comes is thrown away here.
 */
final class TomcatTransport implements Transport {
    /** Where reading stands; who changes it from SUSPENDED to READING asks for a dispatch. */
    private enum Reading {
        READING,
        SUSPENDED,
        ENDED
    }

    /** Why the connection ended. */
    private record End(@Nullable Throwable cause) {}

    /** Reads that throw away before Tomcat's thread serves others. */
    private static final int TURN_READS = 64;

    private final SocketWrapperBase<?> socket;
    private final @Nullable SSLEngine tls;
    private final @Nullable HalfClose halfClose;
    private final ConnectionFacts facts;
    private final Loans<ByteBuffer> buffers;
    private final Executor workers;
    private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.READING);
    /** Set once; who sets it closes the connection. */
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    private final AtomicBoolean told = new AtomicBoolean();
    private final WriterGate writers = new WriterGate();
    /** Whether this end has finished, so that bytes of the peer are thrown away. */
    private final AtomicBoolean finished = new AtomicBoolean();

    private volatile boolean demanded;
    private volatile boolean writing;
    private volatile boolean closing;
    private volatile @Nullable TransportListener listener;

    TomcatTransport(SocketWrapperBase<?> socket, ConnectionFacts facts, EngineRuntime runtime) {
        this.socket = socket;
        this.tls = tlsOf(socket.getSocket());
        this.halfClose = HalfClose.of(socket, tls);
        this.facts = facts;
        this.buffers = runtime.readBuffers();
        this.workers = runtime.workers();
    }

    private static @Nullable SSLEngine tlsOf(Object channel) {
        if (channel instanceof SecureNioChannel secure) {
            return secure.getSslEngine();
        }
        return channel instanceof SecureNio2Channel secure ? secure.getSslEngine() : null;
    }

    @Override
    public void start(TransportListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        // Whoever ended it before there was a listener could tell nobody.
        tellEnd();
    }

    @Override
    public void demand() {
        demanded = true;
        if (reading.compareAndSet(Reading.SUSPENDED, Reading.READING)) {
            process(SocketEvent.OPEN_READ);
        }
    }

    /** On a worker, see {@link TomcatDisconnect}; not here, where a dispatch may be under way. */
    private void process(SocketEvent event) {
        workers.execute(() -> socket.processSocket(event, false));
    }

    SocketState dispatch(SocketEvent event) {
        if (isClosed()) {
            return closed();
        }
        try {
            switch (event) {
                case OPEN_READ -> read();
                case OPEN_WRITE -> continueWriting();
                default -> {
                    IOException error = socket.getError();
                    if (error != null && isPeersEnd(error)) {
                        // So NIO2 tells of it; what came before may still wait to be read.
                        read();
                    } else {
                        fail(Objects.requireNonNullElseGet(
                                error, () -> new IOException("Tomcat ended the connection: " + event)));
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        if (isClosed()) {
            return closed();
        }
        return reading.get() == Reading.READING ? SocketState.UPGRADED : SocketState.SUSPENDED;
    }

    /** A writer that is inside asks for one more dispatch. */
    private SocketState closed() {
        return writers.close() ? SocketState.CLOSED : SocketState.SUSPENDED;
    }

    private void read() throws IOException {
        if (reading.get() != Reading.READING) {
            return;
        }
        ByteBuffer buffer = buffers.borrow();
        try {
            while (!isClosed()) {
                if (finished.get()) {
                    drain(buffer);
                    return;
                }
                if (!demanded) {
                    reading.set(Reading.SUSPENDED);
                    // Demand, or our own end, that came between the two lines must not be missed.
                    if (!(demanded || finished.get()) || !reading.compareAndSet(Reading.SUSPENDED, Reading.READING)) {
                        return;
                    }
                    continue;
                }
                buffer.clear();
                int count = receive(buffer);
                if (count == 0) {
                    return;
                }
                if (count < 0 && finished.get()) {
                    // Perhaps the end of what TLS deciphers; drain() sees the end of the socket.
                    continue;
                }
                demanded = false;
                if (count < 0) {
                    onEof();
                    return;
                }
                Objects.requireNonNull(listener).onRead(buffer.flip());
            }
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private void onEof() {
        reading.set(Reading.ENDED);
        Objects.requireNonNull(listener).onEof();
    }

    private void drain(ByteBuffer buffer) throws IOException {
        HalfClose half = halfClose;
        if (half != null && half.drains()) {
            if (half.drain(buffer, TURN_READS)) {
                onEof();
            }
            return;
        }
        int count = 1;
        for (int i = 0; i < TURN_READS && count > 0; i++) {
            count = receive(buffer.clear());
        }
        if (count > 0) {
            process(SocketEvent.OPEN_READ);
        } else if (half == null) {
            abort();
        } else if (count < 0) {
            onEof();
        }
    }

    private int receive(ByteBuffer buffer) throws IOException {
        try {
            return socket.read(false, buffer);
        } catch (IOException e) {
            if (isPeersEnd(e)) {
                return receiveRest(buffer);
            }
            // TLS that is closed on our side may refuse to decipher.
            if (finished.get() && e instanceof SSLException) {
                return -1;
            }
            throw e;
        }
    }

    /** Tomcat tells of a FIN by an exception, and takes a close_notify for a fault. */
    private boolean isPeersEnd(IOException error) {
        SSLEngine engine = tls;
        return error instanceof EOFException || (engine != null && engine.isInboundDone());
    }

    /** On NIO2 what came together with close_notify stays behind. */
    private int receiveRest(ByteBuffer buffer) {
        SocketBufferHandler handler = socket.getSocketBufferHandler();
        handler.configureReadBufferForRead();
        ByteBuffer rest = handler.getReadBuffer();
        int length = Math.min(rest.remaining(), buffer.remaining());
        if (length == 0) {
            return -1;
        }
        buffer.put(rest.slice(rest.position(), length));
        rest.position(rest.position() + length);
        return length;
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        if (!writers.enter()) {
            return false;
        }
        try {
            return writeInside(buffers, count);
        } finally {
            if (writers.leave()) {
                process(SocketEvent.DISCONNECT);
            }
        }
    }

    private boolean writeInside(ByteBuffer[] buffers, int count) {
        writing = true;
        try {
            for (int i = 0; i < count; i++) {
                socket.write(false, buffers[i]);
            }
            if (socket.flush(false)) {
                socket.registerWriteInterest();
                return false;
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
            return false;
        }
        writing = false;
        if (closing) {
            finish();
        }
        return true;
    }

    private void continueWriting() throws IOException {
        if (!writing) {
            return;
        }
        if (socket.flush(false)) {
            socket.registerWriteInterest();
            return;
        }
        writing = false;
        Objects.requireNonNull(listener).onWritten();
        if (closing && !writing) {
            finish();
        }
    }

    @Override
    public void shutdownOutput() {
        closing = true;
        if (!writing) {
            finish();
        }
    }

    /** Everything has been written. Without a half-close the connection is closed as soon as there is nothing to read. */
    private void finish() {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        try {
            if (halfClose != null) {
                halfClose.shutdownOutput();
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
            return;
        }
        if (reading.compareAndSet(Reading.SUSPENDED, Reading.READING) || halfClose == null) {
            process(SocketEvent.OPEN_READ);
        }
    }

    @Override
    public void abort() {
        close(null, true);
    }

    void closedByContainer() {
        close(null, false);
    }

    /** On NIO2 a write fails once Tomcat has seen the peer's end; the connection is not broken. */
    private void fail(Throwable cause) {
        close(cause instanceof IOException error && isPeersEnd(error) ? null : cause, true);
    }

    private void close(@Nullable Throwable cause, boolean tellTomcat) {
        if (!end.compareAndSet(null, new End(cause))) {
            return;
        }
        if (writers.close() && tellTomcat) {
            process(SocketEvent.DISCONNECT);
        }
        tellEnd();
    }

    private boolean isClosed() {
        return end.get() != null;
    }

    /** Once there are both an end and a listener, by whoever comes first. */
    private void tellEnd() {
        End end = this.end.get();
        TransportListener listener = this.listener;
        if (end == null || listener == null || !told.compareAndSet(false, true)) {
            return;
        }
        if (end.cause() != null) {
            listener.onFailure(end.cause());
        }
        listener.onClosed();
    }

    @Override
    public boolean runsCallbacks() {
        return false;
    }

    @Override
    public boolean isSecure() {
        return facts.secure();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return facts.local();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return facts.remote();
    }

    @Override
    public String name() {
        return "tomcat-poller";
    }
}
