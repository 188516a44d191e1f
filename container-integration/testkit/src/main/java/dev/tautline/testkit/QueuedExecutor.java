// SPDX-License-Identifier: Apache-2.0
package dev.tautline.testkit;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Keeps tasks until {@link #runAll}, so that a test says when the workers work. Safe for use by many threads at once. */
public final class QueuedExecutor implements Executor {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** An executor without tasks. */
    public QueuedExecutor() {}

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs all tasks on the calling thread, those that they add as well. */
    public void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Tasks that wait. */
    public int waiting() {
        return tasks.size();
    }
}
