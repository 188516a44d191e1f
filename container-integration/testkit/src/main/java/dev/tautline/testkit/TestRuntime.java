// SPDX-License-Identifier: Apache-2.0
package dev.tautline.testkit;

import dev.tautline.internal.connection.BufferPool;
import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.CorkWatch;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.protocol.Scratch;
import dev.tautline.internal.protocol.ScratchPool;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A runtime in virtual time. Its workers run in {@link #runAll} and {@link #advance}, or on the executor that it is given. */
public final class TestRuntime implements ConnectionRuntime {
    private final FakeTimers timers = new FakeTimers();
    private final QueuedExecutor queued = new QueuedExecutor();
    private final Executor workers;
    private final SecureRandom random = new SecureRandom();
    private final ScratchPool scratch = new OneScratch();
    private final BufferPool buffers = new BufferPool();
    private final DeflatePools deflatePools = new DeflatePools();
    private final CorkWatch corkWatch = new CorkWatch(timers);

    /** Workers run when told. */
    public TestRuntime() {
        workers = queued;
    }

    /** Workers run on an executor of the test. */
    public TestRuntime(Executor workers) {
        this.workers = workers;
    }

    @Override
    public FakeTimers timers() {
        return timers;
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public ScratchPool scratch() {
        return scratch;
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public DeflatePools deflatePools() {
        return deflatePools;
    }

    @Override
    public CorkWatch corkWatch() {
        return corkWatch;
    }

    /** Runs what waits for a worker, on the calling thread. */
    public void runAll() {
        queued.runAll();
    }

    /** Tasks that wait for a worker. */
    public int waiting() {
        return queued.waiting();
    }

    /** Moves the clock, then runs what the timers have enqueued. */
    public void advance(Duration duration) {
        timers.advance(duration);
        queued.runAll();
    }

    /** Keeps one scratch, which is what one thread needs. */
    private static final class OneScratch implements ScratchPool {
        private final AtomicReference<@Nullable Scratch> idle = new AtomicReference<>();

        @Override
        public Scratch borrow() {
            Scratch scratch = idle.getAndSet(null);
            return scratch == null ? new Scratch() : scratch;
        }

        @Override
        public void giveBack(Scratch scratch) {
            idle.set(scratch);
        }
    }
}
