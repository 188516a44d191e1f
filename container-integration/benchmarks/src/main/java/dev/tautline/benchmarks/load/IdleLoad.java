// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.IOException;

/** One echo on each connection; then the connections stay open, silent, until the load is closed. */
final class IdleLoad extends Load {

    private long missing;

    IdleLoad(Slice slice) throws IOException {
        super(slice);
    }

    @Override
    void begin() throws IOException {
        Scenario scenario = slice().scenario();
        MessageCycle[] shared = new MessageCycle[1];
        missing = scenario.connections();
        openAll((connection, deflate) -> {
            if (shared[0] == null) {
                shared[0] = new MessageCycle(scenario, 0, deflate);
            }
            return shared[0];
        });
        loop().runUntil(this::drained);
    }

    @Override
    public void onOpen(ClientConnection connection) throws IOException {
        super.onOpen(connection);
        connection.send(1);
    }

    @Override
    public void onMessages(ClientConnection connection, int count) {
        count(count);
        missing -= count;
    }

    @Override
    boolean drained() {
        return missing == 0;
    }

    @Override
    void finish() {
        // Held until close.
    }

    @Override
    public void close() throws IOException {
        loop().closeAll();
        super.close();
    }
}
