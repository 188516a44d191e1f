// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One selector and the work for its connections. Runs on whatever thread owns it; {@code docs/concurrency.md}, "The loop and its
 * lease", says how it changes hands.
 */
final class ChannelLoop {
    /** Size of the read buffers. */
    static final int READ_BYTES = 64 * 1024;
    /** What one connection may read, and write of a waiting write, before it is the next one's turn. */
    static final int TURN_BYTES = 256 * 1024;
    /** The number of a turn that is not an {@code onRead}. */
    static final long NO_READ = -1;

    private static final Logger LOGGER = System.getLogger(ChannelLoop.class.getName());

    private static final int RUNNING = 0;
    private static final int BLOCKED = 1;
    private static final int WOKEN = 2;

    private final ChannelLoops loops;
    private final Lease lease = new Lease();
    /** Transports with signals, newest first, linked by {@link ChannelTransport#next}. */
    private final AtomicReference<@Nullable ChannelTransport> incoming = new AtomicReference<>();

    private final AtomicInteger mode = new AtomicInteger(RUNNING);
    /** Connections that are not closed. */
    private final AtomicInteger live = new AtomicInteger();

    private final AtomicLong capHitTurn = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /** The watchdog's only. */
    long turnAtTick;

    // Everything below belongs to the owner of the loop.
    private final ReadySet ready;
    private final TurnTimes times = new TurnTimes(System::nanoTime);
    private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
    private ByteBuffer heap;
    private boolean heapLent;
    private @Nullable ChannelTransport batch;
    private @Nullable ChannelTransport turnOf;
    private long turnNumber;
    // Written by the owner, read by metrics.
    private final AtomicLong iterations = new AtomicLong();
    private final AtomicLong interestChanges = new AtomicLong();

    ChannelLoop(ChannelLoops loops) throws IOException {
        this.loops = loops;
        this.ready = new ReadySet();
        this.heap = loops.heapBuffers().borrow();
    }

    /** Runs until the lease is lost or the loop ends. The caller has become the owner. */
    void run(LoopThread thread) {
        boolean tookOver = false;
        while (ready.isOpen()) {
            try {
                if (!tookOver) {
                    takeOver();
                    tookOver = true;
                }
                if (!attend(thread) || !dispatch(thread)) {
                    return;
                }
                if (isOver()) {
                    break;
                }
                select();
            } catch (Throwable e) { // turns catch what user code throws; this is an error of ours or of the machine
                LOGGER.log(Level.ERROR, "an event loop failed in a step and goes on", e);
            }
        }
        end();
    }

    /** What the thread that lost the loop has left. */
    private void takeOver() {
        loops.watchdog().loopRuns();
        ChannelTransport slow = turnOf;
        if (heapLent) {
            heap = loops.heapBuffers().borrow();
            heapLent = false;
        }
        turnOf = null;
        times.end();
        if (slow != null && turnNumber != NO_READ) {
            slow.turns().leaseLost(turnNumber);
        }
    }

    private boolean attend(LoopThread thread) {
        if (batch == null && incoming.get() != null) {
            batch = oldestFirst(incoming.getAndSet(null));
        }
        ChannelTransport transport = batch;
        while (transport != null) {
            batch = transport.next;
            transport.next = null;
            if (!transport.turns().attend(thread)) {
                return false;
            }
            transport = batch;
        }
        return true;
    }

    private static @Nullable ChannelTransport oldestFirst(@Nullable ChannelTransport newest) {
        ChannelTransport reversed = null;
        ChannelTransport transport = newest;
        while (transport != null) {
            ChannelTransport older = transport.next;
            transport.next = reversed;
            reversed = transport;
            transport = older;
        }
        return reversed;
    }

    private boolean dispatch(LoopThread thread) {
        for (ChannelTransport transport = ready.next(); transport != null; transport = ready.next()) {
            if (!transport.turns().ready(thread)) {
                return false;
            }
        }
        return true;
    }

    private void select() {
        Thread.interrupted(); // a flag that a callback has left would make every select return at once
        mode.set(BLOCKED);
        ready.select(incoming.get() == null && !isOver());
        mode.set(RUNNING);
        loops.watchdog().loopRuns();
        iterations.setOpaque(iterations.getPlain() + 1);
    }

    private boolean isOver() {
        return stopping && live.get() == 0 && incoming.get() == null;
    }

    private void end() {
        ready.close();
        loops.heapBuffers().giveBack(heap);
        ended.countDown();
    }

    // Turns, by the owner.

    /** Opens a turn of {@code transport}. From here to {@link #end(long)} the owner touches nothing of the loop. */
    long begin(LoopThread thread, ChannelTransport transport, long number) {
        turnOf = transport;
        turnNumber = number;
        long turn = lease.begin();
        thread.beginsTurn(this, turn);
        return turn;
    }

    /**
     * Opens the turn of an {@code onRead}. Where turns are heavy and other connections wait for theirs, the loop goes to a spare thread at
     * once and not when the watchdog has seen the turn twice.
     */
    long beginRead(LoopThread thread, ChannelTransport transport, long number) {
        boolean shares = times.begin() && ready.hasNext() && loops.spares().hasMany();
        long turn = begin(thread, transport, number);
        if (shares) {
            steal(turn);
        }
        return turn;
    }

    /** Closes the turn; {@code false} if the loop is somebody else's now and must not be touched. */
    boolean end(long turn) {
        if (lease.end(turn)) {
            // A closed connection would stay with its application's class loader until the loop has another one's turn.
            turnOf = null;
            times.end();
            return true;
        }
        loops.spares().returned();
        return false;
    }

    /** Reads into the direct buffer of the loop. */
    int read(SocketChannel channel) throws IOException {
        return channel.read(direct.clear());
    }

    /** Lends the heap buffer with the first {@code length} bytes of what {@link #read} has read. */
    ByteBuffer lend(int length) {
        heapLent = true;
        heap.put(0, direct, 0, length);
        return heap.limit(length);
    }

    /** The turn ended with the lease held: the lent buffer is the loop's again. */
    void reclaim() {
        heapLent = false;
        heap.clear();
    }

    /** Adds or removes interest; registers the channel when it is the first. */
    SelectionKey register(SocketChannel channel, int operations, ChannelTransport transport) throws IOException {
        countInterestChange();
        return ready.register(channel, operations, transport);
    }

    void countInterestChange() {
        interestChanges.setOpaque(interestChanges.getPlain() + 1);
    }

    void connectionClosed() {
        live.decrementAndGet();
    }

    // Any thread.

    void connectionAdopted() {
        live.incrementAndGet();
    }

    int connections() {
        return live.get();
    }

    /** Puts a transport with signals before the owner. Only by the one that has set its first signal. */
    void enqueue(ChannelTransport transport) {
        ChannelTransport newest;
        do {
            newest = incoming.get();
            transport.next = newest;
        } while (!incoming.compareAndSet(newest, transport));
        wake();
    }

    private void wake() {
        if (mode.get() == BLOCKED && mode.compareAndSet(BLOCKED, WOKEN)) {
            ready.wakeup();
        }
    }

    /** Gives the loop to a spare thread if {@code turn} is still open; {@code false} if it is over or no spare is left. */
    boolean steal(long turn) {
        if (lease.current() != turn) {
            return false;
        }
        LoopThread spare = loops.spares().reserve();
        if (spare == null) {
            if (capHitTurn.getAndSet(turn) != turn) {
                loops.countCapHit();
            }
            return false;
        }
        if (!lease.steal(turn)) {
            loops.spares().release(spare);
            return false;
        }
        loops.countLostLease();
        spare.assign(this);
        return true;
    }

    long currentTurn() {
        return lease.current();
    }

    boolean isRunning() {
        return mode.get() != BLOCKED;
    }

    /** Ends the loop when its last connection is closed. */
    void stop() {
        stopping = true;
        wake();
    }

    CountDownLatch ended() {
        return ended;
    }

    long iterationCount() {
        return iterations.getOpaque();
    }

    long interestChangeCount() {
        return interestChanges.getOpaque();
    }
}
