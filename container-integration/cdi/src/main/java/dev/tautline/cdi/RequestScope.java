// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import dev.tautline.jakarta.injection.CallScope;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * An active request context for each call, unless the thread has one. A controller remembers whether it was the one that activated, so no two calls have
 * the same at a time; there are as many as calls were ever under way at once. Any thread.
 */
final class RequestScope implements CallScope {
    private final BeanManager beans;
    private final Bean<?> controller;
    private final Deque<RequestContextController> idle = new ConcurrentLinkedDeque<>();

    private RequestScope(BeanManager beans, Bean<?> controller) {
        this.beans = beans;
        this.controller = controller;
    }

    /** Of a container; {@code null} for one that offers no control of request contexts. */
    static @Nullable RequestScope of(BeanManager beans) {
        Bean<?> controller = beans.resolve(beans.getBeans(RequestContextController.class));
        return controller == null ? null : new RequestScope(beans, controller);
    }

    @Override
    public Runnable enter() {
        RequestContextController own = idle.pollFirst();
        if (own == null) {
            own = (RequestContextController) beans.getReference(
                    controller, RequestContextController.class, beans.createCreationalContext(controller));
        }
        if (own.activate()) {
            RequestContextController active = own;
            return () -> end(active);
        }
        idle.addFirst(own);
        return RequestScope::endNothing;
    }

    private static void endNothing() {
        // Who activated the context ends it.
    }

    private void end(RequestContextController active) {
        active.deactivate();
        idle.addFirst(active);
    }
}
