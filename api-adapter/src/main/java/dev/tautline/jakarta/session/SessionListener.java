// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.ConnectionListener;
import dev.tautline.internal.connection.Delivery;
import dev.tautline.jakarta.endpoint.MessageReceiver;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import jakarta.websocket.PongMessage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;

/**
 * Carries what a connection reports to the endpoint of its session. Runs in the callback lane; the application's code runs under its own
 * context class loader, and what it throws goes to its {@code onError}.
 */
final class SessionListener implements ConnectionListener {
    /** A call into the application. */
    @FunctionalInterface
    private interface Call {
        void run() throws Throwable;
    }

    private static final int CHUNK = 8192;

    private final JakartaSession session;
    private final ClassLoader loader;
    private final MessageParts<String> textParts = new TextParts();
    private final MessageParts<ByteBuffer> binaryParts = new BinaryParts();

    SessionListener(JakartaSession session, ClassLoader loader) {
        this.session = session;
        this.loader = loader;
    }

    @Override
    public void onOpen() {
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            session.life().open();
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
            TextParts.whole(receiver, message);
        } catch (Throwable e) {
            session.life().failed(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onTextPart(String part, boolean last) {
        inApplication(() -> addPart(part, last));
    }

    /** @return whether the message goes on */
    private boolean addPart(String part, boolean last) throws Throwable {
        Receivers receivers = session.receivers();
        boolean fits = textParts.add(part, last, receivers.text(), receivers.maxText());
        if (!fits) {
            session.close(CloseCode.MESSAGE_TOO_BIG, "");
        }
        return fits && !last;
    }

    @Override
    public void onTextStream(Reader reader) {
        MessageReceiver receiver = session.receivers().text();
        if (receiver != null) {
            inApplication(() -> {
                if (receiver.delivery() == Delivery.STREAM) {
                    receiver.textStream(reader);
                } else {
                    inParts(reader);
                }
            });
        }
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
            BinaryParts.whole(receiver, message);
        } catch (Throwable e) {
            session.life().failed(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onBinaryPart(ByteBuffer part, boolean last) {
        inApplication(() -> addPart(part, last));
    }

    /** @return whether the message goes on */
    private boolean addPart(ByteBuffer part, boolean last) throws Throwable {
        Receivers receivers = session.receivers();
        boolean fits = binaryParts.add(part, last, receivers.binary(), receivers.maxBinary());
        if (!fits) {
            session.close(CloseCode.MESSAGE_TOO_BIG, "");
        }
        return fits && !last;
    }

    @Override
    public void onBinaryStream(InputStream stream) {
        MessageReceiver receiver = session.receivers().binary();
        if (receiver != null) {
            inApplication(() -> {
                if (receiver.delivery() == Delivery.STREAM) {
                    receiver.binaryStream(stream);
                } else {
                    inParts(stream);
                }
            });
        }
    }

    private void inParts(Reader reader) throws Throwable {
        char[] chunk = new char[CHUNK];
        int count = reader.read(chunk);
        while (addPart(count < 0 ? "" : new String(chunk, 0, count), count < 0)) {
            count = reader.read(chunk);
        }
    }

    private void inParts(InputStream stream) throws Throwable {
        byte[] chunk = stream.readNBytes(CHUNK);
        while (addPart(ByteBuffer.wrap(chunk), chunk.length == 0)) {
            chunk = stream.readNBytes(CHUNK);
        }
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
            inApplication(() -> receiver.pong(message));
        }
    }

    @Override
    public void onError(Throwable cause) {
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            session.life().connectionFailed(cause);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onClose(CloseStatus status, boolean clean) {
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        Runnable entered = ScopedListener.enter(session.callScope());
        try {
            session.life().closed(status);
        } finally {
            ScopedListener.end(entered);
            thread.setContextClassLoader(before);
            session.life().released();
        }
    }

    private void inApplication(Call call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = enter(thread);
        try {
            call.run();
        } catch (Throwable e) {
            session.life().failed(e);
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
