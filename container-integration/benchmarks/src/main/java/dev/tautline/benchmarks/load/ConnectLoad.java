// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.IOException;

/** Connect, opening handshake, one echo, closing handshake, again. Counts cycles, records the opening handshakes. */
final class ConnectLoad extends Load {

    private final MessageCycle cycle;
    private int begun;

    ConnectLoad(Slice slice) throws IOException {
        super(slice);
        Scenario scenario = slice.scenario();
        cycle = new MessageCycle(scenario, 0, false);
        if (scenario.compression() != Compression.NONE || scenario.window() != 1) {
            throw new IllegalArgumentException("A connect scenario is uncompressed and has window 1");
        }
    }

    @Override
    void begin() throws IOException {
        for (int i = 0; i < slice().scenario().connections(); i++) {
            connect();
        }
    }

    @Override
    public void onOpen(ClientConnection connection) throws IOException {
        recordLatency(System.nanoTime() - connection.beganNanos());
        connection.send(1);
    }

    @Override
    public void onMessages(ClientConnection connection, int count) throws IOException {
        connection.close();
    }

    @Override
    public void onClosed(ClientConnection connection) throws IOException {
        loop().forget(connection);
        count(1);
        if (sending()) {
            connect();
        }
    }

    @Override
    boolean drained() {
        return loop().connections().isEmpty();
    }

    private void connect() throws IOException {
        loop().connect(begun++, this, (connection, deflate) -> cycle);
    }
}
