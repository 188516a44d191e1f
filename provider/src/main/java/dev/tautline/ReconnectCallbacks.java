// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.lang.System.Logger.Level;
import java.util.function.Predicate;

/** Calls into the application between two sockets, under the context class loader of the thread that made this. What they throw is logged. */
final class ReconnectCallbacks {
    private static final System.Logger LOG = System.getLogger(ReconnectCallbacks.class.getName());

    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    /** Whether the condition wants another attempt; not if it throws. */
    boolean test(Predicate<Disconnect> condition, Disconnect cause) {
        boolean[] wanted = new boolean[1];
        run("The condition of reconnecting", () -> wanted[0] = condition.test(cause));
        return wanted[0];
    }

    /** @param what the sentence in the log begins with */
    void run(String what, Runnable callback) {
        underLoader(() -> {
            try {
                callback.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, what + " failed", e);
            }
        });
    }

    /** Whatever is thrown is the caller's. */
    void underLoader(Runnable call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            call.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
