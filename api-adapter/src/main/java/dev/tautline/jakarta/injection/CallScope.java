// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.injection;

/**
 * What an {@link InstanceFactory} wants around calls into the application, such as an active request context. Any thread; calls of one session come one at a
 * time, but for those of its {@code SendHandler}s.
 */
@FunctionalInterface
public interface CallScope {
    /**
     * Begins, before a call, on the thread of the call and under the application's context class loader. What this throws is logged, and the call is made
     * without a scope.
     *
     * @return ends it, after the call, on the same thread; what it throws is logged
     */
    Runnable enter();
}
