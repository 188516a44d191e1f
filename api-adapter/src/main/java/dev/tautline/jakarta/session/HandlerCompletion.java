// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.SendCallback;
import jakarta.websocket.SendHandler;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Tells a {@link SendHandler} the result of its send, under the application's class loader. */
final class HandlerCompletion implements SendCallback {
    private static final System.Logger LOG = System.getLogger(HandlerCompletion.class.getName());

    private final SendHandler handler;
    private final JakartaSession session;

    HandlerCompletion(SendHandler handler, JakartaSession session) {
        this.handler = handler;
        this.session = session;
    }

    @Override
    public void onComplete(@Nullable Throwable failure) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(session.applicationLoader());
        Runnable scopeEnd = ScopedListener.enter(session.callScope());
        try {
            handler.onResult(SendResults.of(session, failure));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "A SendHandler failed: " + handler.getClass().getName(), e);
        } finally {
            ScopedListener.end(scopeEnd);
            thread.setContextClassLoader(before);
        }
    }
}
