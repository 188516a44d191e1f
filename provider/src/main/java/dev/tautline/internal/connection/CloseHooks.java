// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be done when one socket or session has closed, once. Any thread; hooks run outside the lock, on the callback lane. */
public final class CloseHooks {
    private static final System.Logger LOG = System.getLogger(CloseHooks.class.getName());

    /** Guarded by this, as is {@code closed}; {@code null} while there is none. */
    private @Nullable Set<Runnable> hooks;

    private boolean closed;

    /** Hooks of a socket that is not closed. */
    public CloseHooks() {}

    /**
     * Adds a hook, told apart from others by {@code equals}.
     *
     * @return false if the socket has closed: the hook will not run
     */
    public synchronized boolean add(Runnable hook) {
        if (closed) {
            return false;
        }
        if (hooks == null) {
            hooks = new HashSet<>(2);
        }
        hooks.add(hook);
        return true;
    }

    /** Removes a hook that has not run. */
    public synchronized void remove(Runnable hook) {
        if (hooks != null) {
            hooks.remove(hook);
        }
    }

    /** The socket has closed: runs the hooks. */
    public void close() {
        List<Runnable> left;
        synchronized (this) {
            closed = true;
            left = hooks == null ? List.of() : List.copyOf(hooks);
            hooks = null;
        }
        left.forEach(CloseHooks::run);
    }

    /** What one hook does wrong, the cancel of an application's subscription for example, must not keep the others from running. */
    private static void run(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "What was to be done at the end of a connection failed", e);
        }
    }
}
