// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import dev.tautline.internal.transport.Blocking;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of one runtime. Threads and selectors are made when the first connection is adopted, and are gone when {@link #close} has
 * returned {@code true}. All threads are daemons. Thread-safe.
 */
public final class ChannelLoops {
    private static final Logger LOGGER = System.getLogger(ChannelLoops.class.getName());
    /** How long threads may take to end after they have been interrupted. */
    private static final long INTERRUPT_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LoopOptions options;
    private final SpareThreads spares;
    private final Watchdog watchdog;
    private final BufferPool heapBuffers;
    private final SliceWriter sliceWriter;
    private final Set<ChannelTransport> connections = ConcurrentHashMap.newKeySet();
    private final LongAdder lostLeases = new LongAdder();
    private final LongAdder capHits = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    /** Replaced under the lock, never changed. */
    private volatile ChannelLoop[] started = {};
    /** Written under the lock. */
    private volatile boolean closed;

    public ChannelLoops(LoopOptions options) {
        this.options = options;
        this.spares = new SpareThreads(options);
        this.watchdog = new Watchdog(this, options);
        int buffers = 4 * options.loops();
        this.heapBuffers = BufferPool.heap(buffers, ChannelLoop.READ_BYTES);
        this.sliceWriter = new SliceWriter(buffers);
    }

    /**
     * Takes a connected channel over. It becomes non-blocking and is ours alone; nothing is read before the transport has been started
     * and there is demand.
     *
     * @param early bytes that the container has read beyond the handshake, or {@code null}; copied
     * @param onClosed tells the container that the connection has ended, once, on a thread of ours, before {@code onClosed} of the
     *     listener; not called when the container has closed it
     * @param name {@link ChannelTransport#name}
     * @throws IOException if the channel is closed or can't be used; it is closed then
     * @throws IllegalStateException if the loops are closed; the channel is closed then
     */
    public ChannelTransport adopt(SocketChannel channel, @Nullable ByteBuffer early, Runnable onClosed, String name)
            throws IOException {
        boolean adopted = false;
        try {
            channel.configureBlocking(false);
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            ChannelTransport transport = place(channel, early, onClosed, name);
            adopted = true;
            return transport;
        } finally {
            if (!adopted) {
                channel.close();
            }
        }
    }

    private ChannelTransport place(SocketChannel channel, @Nullable ByteBuffer early, Runnable onClosed, String name)
            throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the event loops are closed: their runtime has been stopped");
            }
            ChannelLoop loop = leastLoaded();
            ChannelTransport transport = new ChannelTransport(this, loop, channel, early, onClosed, name);
            loop.connectionAdopted();
            connections.add(transport);
            return transport;
        } finally {
            lock.unlock();
        }
    }

    /** The loop with the fewest connections, a new one if all have some and more are allowed. Under the lock. */
    private ChannelLoop leastLoaded() throws IOException {
        ChannelLoop least = null;
        for (ChannelLoop loop : started) {
            if (least == null || loop.connections() < least.connections()) {
                least = loop;
            }
        }
        boolean full = started.length == options.loops();
        return least != null && (full || least.connections() == 0) ? least : startLoop();
    }

    private ChannelLoop startLoop() throws IOException {
        ChannelLoop loop = new ChannelLoop(this);
        LoopThread owner = spares.startThread();
        int count = started.length;
        if (count == 0) {
            watchdog.start();
        }
        ChannelLoop[] more = Arrays.copyOf(started, count + 1);
        more[count] = loop;
        started = more;
        owner.assign(loop);
        return loop;
    }

    /**
     * Refuses new connections, aborts all there are, and ends all threads. Callbacks that still run at the deadline are interrupted and
     * have one second more. May be called on a thread of ours, inside a callback; that thread ends when the callback returns.
     *
     * @return whether nothing is left: no thread (but the caller's own), no selector
     */
    public boolean close(Duration deadline) {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        connections.forEach(ChannelTransport::abort);
        for (ChannelLoop loop : started) {
            loop.stop();
        }
        Blocking.begin();
        try {
            long end = System.nanoTime() + SpareThreads.nanos(deadline);
            boolean gone = awaitEnd(end);
            if (!gone) {
                otherThreads().forEach(Thread::interrupt);
                gone = awaitEnd(System.nanoTime() + INTERRUPT_GRACE_NANOS);
            }
            if (!gone) {
                LOGGER.log(
                        Level.WARNING,
                        "{0} callbacks still run after the event loops were closed; their threads end with them",
                        otherThreads().size());
            }
            return gone;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            spares.close();
            watchdog.stop();
        }
    }

    /** Waits for the loops, which need watchdog and spares until then, and then for the threads. */
    private boolean awaitEnd(long end) throws InterruptedException {
        for (ChannelLoop loop : started) {
            if (!loop.ended().await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        spares.close();
        watchdog.stop();
        for (List<Thread> others = otherThreads(); !others.isEmpty(); others = otherThreads()) {
            for (Thread thread : others) {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
            }
            if (end - System.nanoTime() <= 0) {
                return otherThreads().isEmpty();
            }
        }
        return true;
    }

    private List<Thread> otherThreads() {
        List<Thread> others = new ArrayList<>(spares.threads());
        others.add(watchdog.thread());
        others.removeIf(thread -> !thread.isAlive() || thread == Thread.currentThread());
        return others;
    }

    /** What the loops have done so far. */
    public LoopMetrics metrics() {
        long iterations = 0;
        long interestChanges = 0;
        ChannelLoop[] loops = started;
        for (ChannelLoop loop : loops) {
            iterations += loop.iterationCount();
            interestChanges += loop.interestChangeCount();
        }
        return new LoopMetrics(
                loops.length,
                connections.size(),
                spares.threads().size(),
                spares.idleCount(),
                spares.outCount(),
                lostLeases.sum(),
                capHits.sum(),
                iterations,
                interestChanges);
    }

    ChannelLoop[] started() {
        return started;
    }

    SpareThreads spares() {
        return spares;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    BufferPool heapBuffers() {
        return heapBuffers;
    }

    SliceWriter sliceWriter() {
        return sliceWriter;
    }

    void connectionClosed(ChannelTransport transport) {
        connections.remove(transport);
    }

    void countLostLease() {
        lostLeases.increment();
    }

    void countCapHit() {
        capHits.increment();
    }
}
