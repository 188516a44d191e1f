// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What Undertow and WildFly offer beyond the Servlet API and a portable connection can't do without: the I/O thread, since neither the
 * streams of an upgraded connection nor XNIO's TLS may be touched beside it; a close that doesn't wait for the peer; and whether the last
 * TLS record has left. Public methods of {@code HttpServletRequestImpl}, {@code HttpServerExchange} and XNIO's channels, found at run time:
 * an application on WildFly doesn't see these classes. All but {@link #of} and {@link #isIoThread} run on the I/O thread.
 */
final class UndertowConnection {
    private final Executor ioThread;
    private final Closeable channel;
    private final Object sink;
    private final Method flush;
    private final Method resumeWrites;
    private final Method shutdownWrites;

    private UndertowConnection(Executor ioThread, Closeable channel, Object sink) throws NoSuchMethodException {
        this.ioThread = ioThread;
        this.channel = channel;
        this.sink = sink;
        this.flush = sink.getClass().getMethod("flush");
        this.resumeWrites = sink.getClass().getMethod("resumeWrites");
        this.shutdownWrites = sink.getClass().getMethod("shutdownWrites");
    }

    /** The connection under a request, as the container made it; {@code null} on other containers. */
    static @Nullable UndertowConnection of(HttpServletRequest request) {
        if (!request.getClass().getName().startsWith("io.undertow.")) {
            return null;
        }
        try {
            Object exchange = property(request, "getExchange");
            Object channel = property(property(exchange, "getConnection"), "getChannel");
            return new UndertowConnection(
                    (Executor) property(exchange, "getIoThread"),
                    (Closeable) channel,
                    property(channel, "getSinkChannel"));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException("This version of Undertow is not known: it lacks what 2.3 has", e);
        }
    }

    /** The I/O thread of a request's connection, as an executor that runs at once what is given to it there; {@code null} on other containers. */
    static @Nullable Executor ioThread(HttpServletRequest request) {
        if (!request.getClass().getName().startsWith("io.undertow.")) {
            return null;
        }
        try {
            Executor ioThread = (Executor) property(property(request, "getExchange"), "getIoThread");
            return task -> {
                if ((Object) Thread.currentThread() == ioThread) {
                    task.run();
                } else {
                    ioThread.execute(task);
                }
            };
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException("This version of Undertow is not known: it lacks what 2.3 has", e);
        }
    }

    private static Object property(Object owner, String getter) throws ReflectiveOperationException {
        return owner.getClass().getMethod(getter).invoke(owner);
    }

    Executor ioThread() {
        return ioThread;
    }

    /** Whether the calling thread is the connection's I/O thread. */
    boolean isIoThread() {
        return (Object) Thread.currentThread() == ioThread;
    }

    /** Hands what TLS has kept back to the socket; when that doesn't take all of it, {@code onWritePossible} follows. */
    boolean flush() throws IOException {
        if ((Boolean) call(flush)) {
            return true;
        }
        call(resumeWrites);
        return false;
    }

    /** Asks for a FIN, under TLS after a close_notify; it has left when {@link #flush} says so. */
    void shutdownWrites() throws IOException {
        call(shutdownWrites);
    }

    /** Closes the socket and lets Undertow's own streams go. What has not left is dropped. */
    void close() throws IOException {
        channel.close();
    }

    private Object call(Method method) throws IOException {
        try {
            return method.invoke(sink);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
