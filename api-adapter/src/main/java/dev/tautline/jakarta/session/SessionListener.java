// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.ConnectionListener;
import dev.tautline.jakarta.endpoint.MessageReceiver;
import dev.tautline.spec.CloseStatus;
import jakarta.websocket.PongMessage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a connection reports to the endpoint of its session. Runs in the callback lane; the application's code runs under its own
 * context class loader, and what it throws goes to its {@code onError}.
 */
final class SessionListener implements ConnectionListener {
    /** A call into the application. */
    @FunctionalInterface
    private interface Call {
        void run(MessageReceiver receiver) throws Throwable;
    }

    private final JakartaSession session;
    private final ClassLoader loader;

    SessionListener(JakartaSession session, ClassLoader loader) {
        this.session = session;
        this.loader = loader;
    }

    @Override
    public void onOpen() {
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            session.open();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onText(String message) {
        MessageReceiver receiver = session.receivers().text();
        if (receiver == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            receiver.text(message);
        } catch (Throwable e) {
            session.failed(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onTextPart(String part, boolean last) {
        call(session.receivers().text(), receiver -> receiver.textPart(part, last));
    }

    @Override
    public void onTextStream(Reader reader) {
        call(session.receivers().text(), receiver -> receiver.textStream(reader));
    }

    @Override
    public void onBinary(ByteBuffer message) {
        MessageReceiver receiver = session.receivers().binary();
        if (receiver == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            receiver.binary(message);
        } catch (Throwable e) {
            session.failed(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onBinaryPart(ByteBuffer part, boolean last) {
        call(session.receivers().binary(), receiver -> receiver.binaryPart(part, last));
    }

    @Override
    public void onBinaryStream(InputStream stream) {
        call(session.receivers().binary(), receiver -> receiver.binaryStream(stream));
    }

    @Override
    public void onPing(ByteBuffer payload) {
        // Jakarta WebSocket 2.2 §2.1.6: the implementation answers; applications are not told of pings.
    }

    @Override
    public void onPong(ByteBuffer payload) {
        MessageReceiver receiver = session.receivers().pong();
        if (receiver != null) {
            PongMessage message = payload::duplicate;
            call(receiver, pongs -> pongs.pong(message));
        }
    }

    @Override
    public void onError(Throwable cause) {
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            session.connectionFailed(cause);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onClose(CloseStatus status, boolean clean) {
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            session.closed(status);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void call(@Nullable MessageReceiver receiver, Call call) {
        if (receiver == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            call.run(receiver);
        } catch (Throwable e) {
            session.failed(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private ClassLoader enter(Thread thread) {
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        return before;
    }
}
