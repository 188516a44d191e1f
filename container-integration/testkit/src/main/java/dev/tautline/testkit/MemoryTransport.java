// SPDX-License-Identifier: Apache-2.0
package dev.tautline.testkit;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A transport in memory. It plays the network and the event loop: the thread that calls {@link #receive}, {@link #openWindow}, {@link
 * #eof} or {@link #reset} is the loop's thread until the listener has nothing more to do; calls from inside the listener are played
 * afterwards, as a loop would. {@link #loseLease} gives the loop away in the middle of a callback. Safe for use by many
 * threads at once.
 *
 * <p>It is strict with its listener: bytes it leaves in a buffer, a second write and a use of a buffer after {@code onRead} are found.
 */
public final class MemoryTransport implements Transport {
    /** A window without end. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private interface Stimulus {
        void play(TransportListener listener);
    }

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final ArrayDeque<ByteBuffer> inbox = new ArrayDeque<>();
    private final ArrayDeque<Stimulus> stimuli = new ArrayDeque<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<ByteBuffer> pendingWrite = new ArrayList<>();
    private @Nullable TransportListener listener;
    private @Nullable MemoryTransport peer;
    private boolean demanded;
    private boolean eofQueued;
    private boolean outputShut;
    private boolean closed;
    private boolean runsCallbacks;
    private boolean completesLater;
    private long window = UNLIMITED;
    private int readSize = Integer.MAX_VALUE;
    private int writes;
    private int demands;
    /** Counts up when the loop changes hands; 0 steps mean that nobody plays. */
    private long turn;

    private boolean playing;

    /** A transport without a peer: the test receives and looks at what was sent. */
    public MemoryTransport() {}

    /** Two ends: what one writes the other reads. */
    public static List<MemoryTransport> pair() {
        MemoryTransport one = new MemoryTransport();
        MemoryTransport other = new MemoryTransport();
        one.peer = other;
        other.peer = one;
        return List.of(one, other);
    }

    // ---- What the test does

    /** Callbacks run in the thread that reads. Default: no. */
    public MemoryTransport runsCallbacks(boolean value) {
        locked(() -> runsCallbacks = value);
        return this;
    }

    /** Writes that fit into the window are completed by {@code onWritten} too. Default: no. */
    public MemoryTransport completesLater(boolean value) {
        locked(() -> completesLater = value);
        return this;
    }

    /** Bytes that a write takes before it waits for {@link #openWindow}. Default {@link #UNLIMITED}. */
    public MemoryTransport window(long bytes) {
        locked(() -> window = bytes);
        return this;
    }

    /** Bytes of one read at most. Default: what came together is read together. */
    public MemoryTransport readSize(int bytes) {
        locked(() -> readSize = bytes);
        return this;
    }

    /** Bytes arrive. */
    public void receive(byte[] bytes) {
        locked(() -> inbox.add(ByteBuffer.wrap(bytes.clone())));
        play();
    }

    /** The peer takes more bytes. */
    public void openWindow(long bytes) {
        locked(() -> {
            window = bytes == UNLIMITED ? UNLIMITED : window + bytes;
            if (!pendingWrite.isEmpty() && take()) {
                stimuli.add(TransportListener::onWritten);
            }
        });
        play();
    }

    /** The peer ends its direction. */
    public void eof() {
        locked(() -> eofQueued = true);
        play();
    }

    /** The connection breaks. */
    public void reset() {
        locked(() -> {
            if (!closed) {
                closed = true;
                stimuli.add(l -> l.onFailure(new IOException("Connection reset")));
                stimuli.add(TransportListener::onClosed);
            }
        });
        play();
    }

    /**
     * The loop is taken from the thread that is in {@code onRead}; the calling thread, which may be the same, is its new owner. Reads
     * go on as soon as the listener demands.
     */
    public void loseLease() {
        TransportListener current = Objects.requireNonNull(listener);
        locked(() -> {
            turn++;
            playing = false;
        });
        current.onLeaseLost();
        play();
    }

    /** Takes all that has been written since the last call. */
    public byte[] takeSent() {
        byte[][] taken = new byte[1][];
        locked(() -> {
            taken[0] = sent.toByteArray();
            sent.reset();
        });
        return taken[0];
    }

    /** Takes all that has been written since the last call, as {@link Frames#describe} has it. */
    public String takeFrames() {
        return Frames.describe(takeSent());
    }

    /** Calls of {@code write} so far. */
    public int writes() {
        return writes;
    }

    /** Calls of {@code demand} so far. */
    public int demands() {
        return demands;
    }

    /** Whether the listener has asked for bytes and has not got any. */
    public boolean isDemanded() {
        return demanded;
    }

    /** Whether the listener has ended its direction. */
    public boolean isOutputShut() {
        return outputShut;
    }

    /** Whether the transport is closed, by whichever end. */
    public boolean isClosed() {
        return closed;
    }

    // ---- Transport

    @Override
    public void start(TransportListener newListener) {
        locked(() -> listener = newListener);
    }

    @Override
    public void demand() {
        locked(() -> {
            demanded = true;
            demands++;
        });
        play();
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        boolean[] written = new boolean[1];
        locked(() -> {
            if (!pendingWrite.isEmpty()) {
                throw new IllegalStateException("A write is outstanding");
            }
            writes++;
            for (int i = 0; i < count; i++) {
                pendingWrite.add(buffers[i]);
            }
            boolean all = !closed && take();
            if (all && completesLater) {
                stimuli.add(TransportListener::onWritten);
            }
            written[0] = all && !completesLater;
        });
        MemoryTransport other = peer;
        if (other != null) {
            other.receiveFromPeer(takeSent());
        }
        if (!written[0]) {
            play();
        }
        return written[0];
    }

    private void receiveFromPeer(byte[] bytes) {
        if (bytes.length > 0) {
            receive(bytes);
        }
    }

    /** Takes what the window lets pass. @return whether that was all */
    private boolean take() {
        for (ByteBuffer buffer : pendingWrite) {
            while (buffer.hasRemaining() && window > 0) {
                byte[] part = new byte[(int) Math.min(window, buffer.remaining())];
                buffer.get(part);
                sent.writeBytes(part);
                window -= window == UNLIMITED ? 0 : part.length;
            }
            if (buffer.hasRemaining()) {
                return false;
            }
        }
        pendingWrite.clear();
        return true;
    }

    @Override
    public void shutdownOutput() {
        boolean first = !outputShut;
        locked(() -> outputShut = true);
        MemoryTransport other = peer;
        if (first && other != null) {
            other.eof();
        }
    }

    @Override
    public void abort() {
        locked(() -> {
            if (!closed) {
                closed = true;
                stimuli.add(TransportListener::onClosed);
            }
        });
        play();
        MemoryTransport other = peer;
        if (other != null && !outputShut) {
            locked(() -> outputShut = true);
            other.eof();
        }
    }

    @Override
    public boolean runsCallbacks() {
        return runsCallbacks;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public SocketAddress localAddress() {
        return InetSocketAddress.createUnresolved("memory", 1);
    }

    @Override
    public SocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("memory", 2);
    }

    @Override
    public String name() {
        return "memory";
    }

    // ---- The loop

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void play() {
        long mine;
        lock.lock();
        try {
            if (playing || listener == null) {
                return;
            }
            playing = true;
            mine = ++turn;
        } finally {
            lock.unlock();
        }
        while (true) {
            Stimulus next = next(mine);
            if (next == null) {
                return;
            }
            next.play(Objects.requireNonNull(listener));
        }
    }

    private @Nullable Stimulus next(long mine) {
        lock.lock();
        try {
            if (turn != mine) {
                return null;
            }
            Stimulus next = stimuli.poll();
            if (next == null && demanded && !closed) {
                next = nextRead();
            }
            playing = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Stimulus nextRead() {
        ByteBuffer head = inbox.peek();
        if (head == null) {
            if (!eofQueued) {
                return null;
            }
            eofQueued = false;
            demanded = false;
            return TransportListener::onEof;
        }
        byte[] chunk = new byte[Math.min(readSize, head.remaining())];
        head.get(chunk);
        if (!head.hasRemaining()) {
            inbox.remove();
        }
        demanded = false;
        return l -> read(l, chunk);
    }

    private static void read(TransportListener listener, byte[] chunk) {
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        listener.onRead(buffer);
        if (buffer.hasRemaining()) {
            throw new IllegalStateException("The listener left " + buffer.remaining() + " bytes in the buffer");
        }
        // Whoever still looks into the borrowed buffer shall see that it is not theirs.
        Arrays.fill(chunk, (byte) 0xDD);
    }
}
