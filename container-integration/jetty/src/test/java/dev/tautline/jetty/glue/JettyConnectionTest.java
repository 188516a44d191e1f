// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.jetty.JettyUpgrade;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

/** An end point that somebody closes when the handshake's answer has been written, and the connection is not ours yet: nobody but us tells of that. */
class JettyConnectionTest {
    @Test
    void anEndPointThatIsClosedBeforeItIsOurs() {
        List<String> events = new ArrayList<>();
        UpgradeAnswer answer = new UpgradeAnswer(101, List.of(), "", transport -> {
            transport.start(new Telling(events));
            events.add("open");
        });
        ByteArrayEndPoint endPoint = new ByteArrayEndPoint();
        JettyUpgrade upgrade = new JettyUpgrade(
                answer, true, EngineRuntime.acquire(this), getClass().getClassLoader());
        try {
            JettyConnection connection = new JettyConnection(endPoint, Runnable::run, upgrade, false);
            endPoint.close();
            endPoint.setConnection(connection);
            connection.onOpen();
            assertEquals(List.of("closed", "open"), events);
        } finally {
            EngineRuntime.release(this);
        }
    }

    private record Telling(List<String> events) implements TransportListener {
        @Override
        public void onRead(ByteBuffer buffer) {}

        @Override
        public void onEof() {}

        @Override
        public void onWritten() {}

        @Override
        public void onFailure(Throwable cause) {
            events.add("failure " + cause);
        }

        @Override
        public void onClosed() {
            events.add("closed");
        }

        @Override
        public void onLeaseLost() {}
    }
}
