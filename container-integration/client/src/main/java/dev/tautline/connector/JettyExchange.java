// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.transport.Transport;
import dev.tautline.jetty.JettyUpgrade;
import dev.tautline.jetty.glue.JettyConnection;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on one connection that no pool ever sees. The lock guards what is open, so that {@link #cancel} finds it whatever Jetty
 * is doing; the share in Jetty's client ends with the connection.
 */
final class JettyExchange implements Exchange, Promise<Connection> {
    private static final System.Logger LOG = System.getLogger(JettyExchange.class.getName());

    private final ExchangeRequest request;
    private final ClassLoader loader = contextClassLoader();
    private final CompletableFuture<ExchangeResponse> response = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private SharedClients.@Nullable Lease lease;
    private @Nullable HttpDestination destination;
    private @Nullable Channel channel;
    private @Nullable EndPoint endPoint;
    private boolean tunnelPending;
    private @Nullable Connection tunnel;
    private boolean cancelled;
    private boolean handedOver;

    JettyExchange(ExchangeRequest request) {
        this.request = request;
        ProxySettings proxy = request.proxy();
        this.tunnelPending = proxy != null && proxy.kind() == ProxySettings.Kind.HTTP;
    }

    private static ClassLoader contextClassLoader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? JettyExchange.class.getClassLoader() : loader;
    }

    void begin(SharedClients clients) {
        try {
            SharedClients.Lease acquired =
                    clients.acquire(new SharedClients.Configuration(request.tls(), request.proxy()), request.runtime());
            lease = acquired;
            HttpDestination made = new HttpDestination(acquired.client(), origin());
            destination = made;
            made.start();
            acquired.client().newConnection(made, this);
        } catch (Exception | LinkageError e) {
            // Also where a jar of Jetty is missing or of another version: the attempt ends with an error.
            failed(e);
        }
    }

    private Origin origin() {
        ExchangeRequest.Target target = request.target();
        var address = new Origin.Address(target.host(), target.port());
        var socket = request.unixSocket() == null
                ? org.eclipse.jetty.io.Transport.TCP_IP
                : new org.eclipse.jetty.io.Transport.TCPUnix(request.unixSocket());
        var http11 = new Origin.Protocol(List.of("http/1.1"), false);
        return new Origin(target.secure() ? "https" : "http", address, this, http11, socket);
    }

    @Override
    public CompletionStage<ExchangeResponse> response() {
        return response.minimalCompletionStage();
    }

    /** A socket is about to connect. */
    void opened(Channel channel) throws IOException {
        lock.lock();
        try {
            if (!cancelled) {
                this.channel = channel;
                return;
            }
        } finally {
            lock.unlock();
        }
        channel.close();
        throw new IOException("The exchange has been cancelled");
    }

    /** It is connected. */
    void connected(EndPoint endPoint) {
        lock.lock();
        try {
            this.endPoint = endPoint;
            if (!cancelled) {
                return;
            }
        } finally {
            lock.unlock();
        }
        endPoint.close();
    }

    /** The connection is ready for the request: a tunnel has been opened if there is a proxy. */
    @Override
    public void succeeded(Connection connection) {
        lock.lock();
        try {
            if (tunnelPending) {
                tunnel = connection;
                return;
            }
        } finally {
            lock.unlock();
        }
        send(connection);
    }

    boolean isTunnelPending() {
        lock.lock();
        try {
            return tunnelPending;
        } finally {
            lock.unlock();
        }
    }

    /** CONNECT has been written. Jetty can have its answer before it knows that, and then fails the next write. */
    void tunnelRequested() {
        Connection ready;
        lock.lock();
        try {
            tunnelPending = false;
            ready = tunnel;
            tunnel = null;
        } finally {
            lock.unlock();
        }
        if (ready != null) {
            send(ready);
        }
    }

    private void send(Connection connection) {
        if (isCancelled()) {
            connection.close();
            end();
            return;
        }
        connection.send(UpgradeHttpRequest.of(client(), request), new ResponseReader(this, connection));
    }

    private SocketClient client() {
        return Objects.requireNonNull(lease).client();
    }

    @Override
    public void failed(Throwable failure) {
        response.completeExceptionally(
                isCancelled() ? new CancellationException() : ExchangeFailures.asSeenOutside(failure));
        closeSocket(failure);
        end();
    }

    /** Another status than 101; the content follows. */
    void answered(Response response, InputStream body) {
        String reason = Objects.requireNonNullElse(response.getReason(), "");
        this.response.complete(
                new ExchangeResponse(response.getStatus(), reason, HeaderFields.of(response), null, body));
    }

    /** Behind a 101, on Jetty's thread: makes the connection ours. What it says about the protocol is checked by the face. */
    void upgrade(Response response) {
        // Behind TLS another one than was connected.
        EndPoint upgraded = (EndPoint) Objects.requireNonNull(
                ((HttpRequest) response.getRequest()).getConversation().getAttribute(EndPoint.class.getName()));
        UpgradeAnswer answer =
                new UpgradeAnswer(101, HeaderFields.of(response), "", transport -> handOver(response, transport));
        JettyConnection connection = new JettyConnection(
                upgraded,
                client().getExecutor(),
                new JettyUpgrade(answer, true, request.runtime(), loader),
                request.target().secure());
        connection.addEventListener(new EndWithConnection());
        upgraded.upgrade(connection);
        if (!upgraded.isOpen()) {
            // Closed before it was ours, by "Connection: close" in the answer for example: Jetty may have told the
            // connection before it.
            connection.onClose(new ClosedChannelException());
        }
    }

    private void handOver(Response response, Transport transport) {
        lock.lock();
        try {
            handedOver = !cancelled;
        } finally {
            lock.unlock();
        }
        String reason = Objects.requireNonNullElse(response.getReason(), "");
        if (!this.response.complete(new ExchangeResponse(
                101, reason, HeaderFields.of(response), transport, InputStream.nullInputStream()))) {
            transport.abort();
        }
    }

    private final class EndWithConnection implements org.eclipse.jetty.io.Connection.Listener {
        @Override
        public void onClosed(org.eclipse.jetty.io.Connection connection) {
            end();
        }
    }

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            if (handedOver || cancelled) {
                return;
            }
            cancelled = true;
        } finally {
            lock.unlock();
        }
        response.completeExceptionally(new CancellationException());
        closeSocket(new CancellationException());
        end();
    }

    private void closeSocket(Throwable cause) {
        EndPoint connected;
        Channel opened;
        lock.lock();
        try {
            connected = endPoint;
            opened = channel;
            channel = null;
        } finally {
            lock.unlock();
        }
        if (connected != null) {
            connected.close(cause);
        }
        // The same, or the socket to the next address of the name where the connection to the one before has failed.
        if (opened != null) {
            try {
                opened.close();
                client().forgetClosed();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A socket did not close cleanly", e);
            }
        }
    }

    /** Nothing of this exchange is left. Idempotent. */
    void end() {
        SharedClients.Lease held;
        HttpDestination used;
        lock.lock();
        try {
            held = lease;
            used = destination;
            destination = null;
        } finally {
            lock.unlock();
        }
        if (used != null) {
            stop(used);
        }
        if (held != null) {
            held.end();
        }
    }

    private static void stop(HttpDestination destination) {
        try {
            destination.stop();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "A destination did not stop cleanly", e);
        }
    }
}
