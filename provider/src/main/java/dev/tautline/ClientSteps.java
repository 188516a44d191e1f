// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the steps of one opening handshake, listeners included, one at a time and in order, on workers. Any thread. */
final class ClientSteps implements Executor {
    private static final System.Logger LOG = System.getLogger(ClientSteps.class.getName());

    private final Executor workers;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Listeners have the context class loader of the thread that makes this. */
    ClientSteps(Executor workers) {
        this.workers = workers;
    }

    @Override
    public void execute(Runnable step) {
        steps.add(step);
        if (waiting.getAndIncrement() == 0) {
            workers.execute(this::run);
        }
    }

    private void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            do {
                step();
            } while (waiting.decrementAndGet() > 0);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void step() {
        Runnable step = steps.poll();
        try {
            if (step != null) {
                step.run();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A listener of a client''s opening handshake failed", e);
        } finally {
            Thread.interrupted(); // what a listener has left is not meant for the next one
        }
    }
}
