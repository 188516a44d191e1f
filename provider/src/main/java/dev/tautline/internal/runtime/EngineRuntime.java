// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import dev.tautline.internal.connection.BufferPool;
import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.CorkWatch;
import dev.tautline.internal.connection.Timers;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.protocol.Scratch;
import dev.tautline.internal.protocol.ScratchPool;
import dev.tautline.internal.transport.channel.ChannelLoops;
import dev.tautline.internal.transport.channel.LoopOptions;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops, timers, workers and pools of everything that one class loader defines. Owners (servlet contexts, servers) acquire and release it;
 * the first makes it, the last closes it: threads are joined and every reference is dropped. Any thread may call any method.
 */
public final class EngineRuntime implements ConnectionRuntime {
    private static final System.Logger LOG = System.getLogger(EngineRuntime.class.getName());
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);
    private static final String THREAD_PREFIX = "tautline-";
    private static final int READ_BUFFER = 64 * 1024;
    private static final int IDLE_SCRATCHES = 64;
    private static final int IDLE_READ_BUFFERS = 64;

    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Guarded by {@link #LOCK}, as is {@link #current}. */
    private static final Set<Object> OWNERS = Collections.newSetFromMap(new IdentityHashMap<>());

    private static @Nullable EngineRuntime current;

    private final TimerThread timers = new TimerThread(THREAD_PREFIX + "timer-");
    private final WorkerPool workers = new WorkerPool(THREAD_PREFIX + "worker-");
    private final CorkWatch corkWatch = new CorkWatch(timers);
    private final SecureRandom random = new SecureRandom();
    private final BufferPool buffers = new BufferPool();
    private final DeflatePools deflatePools = new DeflatePools();
    private final ChannelLoops loops = new ChannelLoops(LoopOptions.DEFAULTS);
    private final Loans<Scratch> scratches = new Loans<>(Scratch::new, IDLE_SCRATCHES);
    private final Loans<ByteBuffer> readBuffers =
            new Loans<>(() -> ByteBuffer.allocate(READ_BUFFER), IDLE_READ_BUFFERS);
    private final ScratchPool scratchPool = new ScratchPool() {
        @Override
        public Scratch borrow() {
            return scratches.borrow();
        }

        @Override
        public void giveBack(Scratch scratch) {
            scratches.giveBack(scratch);
        }
    };

    /** What has to end before the runtime has. */
    private final Map<Object, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();

    private EngineRuntime() {}

    /** The runtime, for one more owner. An owner that has it already is counted once. */
    public static EngineRuntime acquire(Object owner) {
        LOCK.lock();
        try {
            OWNERS.add(Objects.requireNonNull(owner, "owner"));
            EngineRuntime runtime = current;
            if (runtime == null) {
                runtime = new EngineRuntime();
                current = runtime;
            }
            return runtime;
        } finally {
            LOCK.unlock();
        }
    }

    /** Ends an owner's share; the last closes the runtime and waits for its threads, 10 s at most. Unknown owners change nothing. */
    public static void release(Object owner) {
        release(owner, System::nanoTime);
    }

    static void release(Object owner, LongSupplier nanoTime) {
        EngineRuntime last;
        LOCK.lock();
        try {
            if (!OWNERS.remove(owner) || !OWNERS.isEmpty()) {
                return;
            }
            last = current;
            current = null;
        } finally {
            LOCK.unlock();
        }
        if (last != null) {
            last.close(new Deadline(CLOSE_DEADLINE, nanoTime));
        }
    }

    /** The end of the runtime waits for this one too, within the same 10 s: for threads of others that serve its connections. */
    public void awaitAtEnd(CompletableFuture<?> end) {
        Object key = new Object();
        awaited.put(key, end);
        var unused = end.whenComplete((result, failure) -> awaited.remove(key));
    }

    /** Ends an owner's share without waiting for threads, unless it is the last: then nothing changes and the answer is false. */
    static boolean releaseUnlessLast(Object owner) {
        LOCK.lock();
        try {
            if (OWNERS.size() == 1 && OWNERS.contains(owner)) {
                return false;
            }
            OWNERS.remove(owner);
            return true;
        } finally {
            LOCK.unlock();
        }
    }

    private void close(Deadline deadline) {
        boolean ended = loops.close(deadline.left());
        ended &= awaitOthers(deadline.left());
        ended &= workers.close(deadline.left());
        ended &= timers.close(deadline.left());
        if (!ended) {
            LOG.log(
                    Level.WARNING,
                    "Some threads are still in the application''s code after {0} s; they end when it returns",
                    CLOSE_DEADLINE.toSeconds());
        }
        deflatePools.close();
        buffers.clear();
        scratches.clear();
        readBuffers.clear();
        RecordMethods.forget();
    }

    /** Keeps the interrupt. */
    private boolean awaitOthers(Duration left) {
        try {
            CompletableFuture.allOf(awaited.values().toArray(CompletableFuture[]::new))
                    .get(left.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Timers timers() {
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
        return scratchPool;
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public CorkWatch corkWatch() {
        return corkWatch;
    }

    @Override
    public DeflatePools deflatePools() {
        return deflatePools;
    }

    /** The event loops for channels that a container gave up. */
    public ChannelLoops loops() {
        return loops;
    }

    /** Heap buffers of 64 KiB for one read; cleared when lent. */
    public Loans<ByteBuffer> readBuffers() {
        return readBuffers;
    }
}
