// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Runs one slice against a server. Owned by the load thread. */
abstract class Load implements ClientConnection.Listener, AutoCloseable {

    private static final int MAX_CONNECTING = 64;
    private static final double MEDIAN = 0.50;
    private static final double TAIL = 0.99;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Slice slice;
    private final LoadLoop loop;
    private LatencyHistogram latencies = new LatencyHistogram();
    private int opened;
    private boolean sending = true;
    private long messages;

    Load(Slice slice) throws IOException {
        this.slice = slice;
        loop = new LoadLoop(slice.scenario(), slice.port());
    }

    static Load of(Slice slice) throws IOException {
        return switch (slice.scenario().shape()) {
            case ECHO -> new EchoLoad(slice);
            case FAN_OUT -> new FanOutLoad(slice);
            case CONNECT -> new ConnectLoad(slice);
            case IDLE -> new IdleLoad(slice);
        };
    }

    /** Opens the connections, warms up, measures, stops sending, and waits for what is in flight. */
    Sample run() throws IOException {
        begin();
        long maxMessages = slice.maxMessages();
        long warmed = System.nanoTime() + slice.warmUpMillis() * NANOS_PER_MILLI;
        loop.runUntil(() -> System.nanoTime() >= warmed || messages >= maxMessages);
        latencies = new LatencyHistogram();
        long messagesBefore = messages;
        long serverBefore = ProcessCpu.nanos(slice.pid());
        long loadBefore = ProcessCpu.nanos(ProcessHandle.current().pid());
        long began = System.nanoTime();
        long end = began + slice.measureMillis() * NANOS_PER_MILLI;
        loop.runUntil(() -> System.nanoTime() >= end || messages >= maxMessages);
        Sample sample = new Sample(
                messages - messagesBefore,
                System.nanoTime() - began,
                ProcessCpu.nanos(slice.pid()) - serverBefore,
                ProcessCpu.nanos(ProcessHandle.current().pid()) - loadBefore,
                latencies.percentile(MEDIAN),
                latencies.percentile(TAIL));
        sending = false;
        loop.runUntil(this::drained);
        finish();
        return sample;
    }

    /** Opens the connections and begins to send. */
    abstract void begin() throws IOException;

    /** Whether nothing is in flight any more. */
    abstract boolean drained();

    /** Closes the connections, unless they are to be held. */
    void finish() throws IOException {
        loop.closeAll();
    }

    @Override
    public void onOpen(ClientConnection connection) throws IOException {
        opened++;
    }

    @Override
    public void onPong(ClientConnection connection) throws IOException {
        throw new LoadException("A pong came without a ping");
    }

    @Override
    public void onClosed(ClientConnection connection) throws IOException {
        // All that matters is that the loop sees the socket closed.
    }

    /** Opens all connections of the scenario, at most 64 at the same time, and waits for the last. */
    final void openAll(ClientConnection.CycleSource cycles) throws IOException {
        int wanted = slice.scenario().connections();
        BooleanSupplier done = () -> opened == wanted;
        while (!done.getAsBoolean()) {
            while (loop.connections().size() < wanted && loop.connections().size() - opened < MAX_CONNECTING) {
                loop.connect(loop.connections().size(), this, cycles);
            }
            int before = opened;
            loop.runUntil(() -> opened > before);
        }
    }

    final Slice slice() {
        return slice;
    }

    final LoadLoop loop() {
        return loop;
    }

    final boolean sending() {
        return sending;
    }

    final void count(long completed) {
        messages += completed;
    }

    final void recordLatency(long nanos) {
        latencies.record(nanos);
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
