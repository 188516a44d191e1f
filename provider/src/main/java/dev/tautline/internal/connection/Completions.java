// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the callbacks of finished sends, outside any lock and after the flush token was let go: at once where they don't block,
 * on a worker otherwise. Safe for use by many threads at once.
 */
final class Completions {
    private static final Logger LOG = System.getLogger(Completions.class.getName());

    private final Executor workers;

    Completions(Executor workers) {
        this.workers = workers;
    }

    /** Finished sends in their order; belongs to one thread. */
    static final class Batch {
        private final List<Runnable> light = new ArrayList<>();
        private final List<Runnable> blocking = new ArrayList<>(0);
    }

    static Batch add(@Nullable Batch before, List<SendCallback> callbacks, @Nullable Throwable failure) {
        Batch batch = before == null ? new Batch() : before;
        for (SendCallback callback : callbacks) {
            Runnable completion = () -> callback.onComplete(failure);
            if (callback.mayBlock()) {
                batch.light.add(callback::onSettled);
                batch.blocking.add(completion);
            } else {
                batch.light.add(completion);
            }
        }
        return batch;
    }

    static Batch add(@Nullable Batch before, Runnable light) {
        Batch batch = before == null ? new Batch() : before;
        batch.light.add(light);
        return batch;
    }

    void run(Batch batch) {
        batch.light.forEach(Completions::runSafely);
        if (!batch.blocking.isEmpty()) {
            workers.execute(() -> batch.blocking.forEach(Completions::call));
        }
    }

    /** Completes one send that never reached the queue. */
    void complete(@Nullable SendCallback callback, @Nullable Throwable failure) {
        if (callback != null) {
            run(add(null, List.of(callback), failure));
        }
    }

    private static void call(Runnable completion) {
        runSafely(completion);
        OpenCall.end();
    }

    private static void runSafely(Runnable completion) {
        try {
            completion.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The completion of a send failed", e);
        }
    }
}
