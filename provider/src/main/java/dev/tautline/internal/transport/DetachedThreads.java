// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/**
 * Makes threads that remember nothing of who needed them first. Up to JDK 23 a new thread keeps the protection domains of all classes on its maker's stack,
 * and by them their class loaders: one that is made in an application's callback and serves all applications would keep the first of them for its life.
 */
public final class DetachedThreads {
    private DetachedThreads() {}

    /** What {@code make} makes, with all threads made meanwhile, as if nobody but Tautline had asked for it. */
    @SuppressWarnings(
            "removal") // The only way to a stack that ends here; without a security manager it does nothing else.
    public static <T> T make(Supplier<T> make) {
        return AccessController.doPrivileged((PrivilegedAction<T>) make::get);
    }
}
