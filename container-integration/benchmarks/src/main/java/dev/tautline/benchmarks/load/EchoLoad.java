// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.IOException;

/** Closed loop and pipelined echo: each message that comes back is followed by the next. */
final class EchoLoad extends Load {

    private final boolean closedLoop;
    private boolean started;
    private long inFlight;

    EchoLoad(Slice slice) throws IOException {
        super(slice);
        closedLoop = slice.scenario().window() == 1;
    }

    @Override
    void begin() throws IOException {
        Scenario scenario = slice().scenario();
        openAll((connection, deflate) -> new MessageCycle(scenario, connection, deflate));
        started = true;
        for (ClientConnection connection : loop().connections()) {
            connection.sentNanos = System.nanoTime();
            inFlight += scenario.window();
            connection.send(scenario.window());
        }
    }

    @Override
    public void onMessages(ClientConnection connection, int count) throws IOException {
        if (!started) {
            throw new LoadException("A message came before one was sent");
        }
        count(count);
        if (closedLoop) {
            long now = System.nanoTime();
            recordLatency(now - connection.sentNanos);
            connection.sentNanos = now;
        }
        if (sending()) {
            connection.send(count);
        } else {
            inFlight -= count;
        }
    }

    @Override
    boolean drained() {
        return inFlight == 0;
    }
}
