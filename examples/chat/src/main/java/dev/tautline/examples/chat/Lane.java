// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs steps one after the other without a lock or a thread of its own: whoever comes first runs those of the others, too. A
 * step that is added from within a step runs after it.
 */
final class Lane {
    private static final System.Logger LOG = System.getLogger(Lane.class.getName());

    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outstanding = new AtomicInteger();

    void run(Runnable step) {
        steps.add(step);
        if (outstanding.getAndIncrement() > 0) {
            return;
        }
        do {
            runNext();
        } while (outstanding.decrementAndGet() > 0);
    }

    private void runNext() {
        try {
            steps.remove().run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A step of a room failed; the room goes on", e);
        }
    }
}
