// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.IOException;

/**
 * Fan-out: the first connection keeps a window of broadcasts in flight; a broadcast is over when the last connection has it.
 * Counts deliveries.
 */
final class FanOutLoad extends Load {

    private final int[] missing;
    private long sent;
    private long over;
    private final long[] sentNanos;

    FanOutLoad(Slice slice) throws IOException {
        super(slice);
        missing = new int[slice.scenario().window()];
        sentNanos = new long[missing.length];
    }

    @Override
    void begin() throws IOException {
        Scenario scenario = slice().scenario();
        MessageCycle[] shared = new MessageCycle[1];
        openAll((connection, deflate) -> {
            if (shared[0] == null) {
                shared[0] = new MessageCycle(scenario, 0, deflate);
            }
            return shared[0];
        });
        broadcast(scenario.window());
    }

    // The response to the handshake may come before the server counts the session among the open ones; a pong comes
    // after.
    @Override
    public void onOpen(ClientConnection connection) throws IOException {
        connection.ping();
    }

    @Override
    public void onPong(ClientConnection connection) throws IOException {
        super.onOpen(connection);
    }

    @Override
    public void onMessages(ClientConnection connection, int count) throws IOException {
        count(count);
        for (long message = connection.received - count; message < connection.received; message++) {
            int slot = (int) (message % missing.length);
            if (message >= sent) {
                throw new LoadException("Connection " + connection.number() + " received a message twice");
            }
            missing[slot]--;
        }
        int finished = 0;
        while (over < sent && missing[(int) (over % missing.length)] == 0) {
            recordLatency(System.nanoTime() - sentNanos[(int) (over % missing.length)]);
            over++;
            finished++;
        }
        if (finished > 0 && sending()) {
            broadcast(finished);
        }
    }

    @Override
    boolean drained() {
        return over == sent;
    }

    private void broadcast(int count) throws IOException {
        for (int i = 0; i < count; i++, sent++) {
            missing[(int) (sent % missing.length)] = slice().scenario().connections();
            sentNanos[(int) (sent % missing.length)] = System.nanoTime();
        }
        loop().connections().get(0).send(count);
    }
}
