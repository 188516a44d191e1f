// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.ConnectionListener;
import dev.tautline.jakarta.injection.CallScope;
import dev.tautline.spec.CloseStatus;
import java.io.InputStream;
import java.io.Reader;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Calls a listener inside a scope. Only sessions whose instances want one have this on their way. */
final class ScopedListener implements ConnectionListener {
    private static final System.Logger LOG = System.getLogger(ScopedListener.class.getName());

    private final ConnectionListener inner;
    private final CallScope scope;
    private final ClassLoader loader;

    ScopedListener(ConnectionListener inner, CallScope scope, ClassLoader loader) {
        this.inner = inner;
        this.scope = scope;
        this.loader = loader;
    }

    /** Enters, where there is a scope; what goes wrong is logged. */
    static @Nullable Runnable enter(@Nullable CallScope scope) {
        try {
            return scope == null ? null : scope.enter();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "A call is made without its scope", e);
            return null;
        }
    }

    /** Ends what {@link #enter} gave. */
    static void end(@Nullable Runnable entered) {
        try {
            if (entered != null) {
                entered.run();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The scope of a call did not end well", e);
        }
    }

    private void inScope(Runnable call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Runnable entered = enter(scope);
        try {
            call.run();
        } finally {
            end(entered);
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void onOpen() {
        inScope(inner::onOpen);
    }

    @Override
    public void onText(String message) {
        inScope(() -> inner.onText(message));
    }

    @Override
    public void onTextPart(String part, boolean last) {
        inScope(() -> inner.onTextPart(part, last));
    }

    @Override
    public void onTextStream(Reader reader) {
        inScope(() -> inner.onTextStream(reader));
    }

    @Override
    public void onBinary(ByteBuffer message) {
        inScope(() -> inner.onBinary(message));
    }

    @Override
    public void onBinaryPart(ByteBuffer part, boolean last) {
        inScope(() -> inner.onBinaryPart(part, last));
    }

    @Override
    public void onBinaryStream(InputStream stream) {
        inScope(() -> inner.onBinaryStream(stream));
    }

    @Override
    public void onPing(ByteBuffer payload) {
        inner.onPing(payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
        inScope(() -> inner.onPong(payload));
    }

    @Override
    public void onError(Throwable cause) {
        inScope(() -> inner.onError(cause));
    }

    @Override
    public void onClose(CloseStatus status, boolean clean) {
        // Enters the scope itself: the end of the session is told when the scope has ended.
        inner.onClose(status, clean);
    }
}
