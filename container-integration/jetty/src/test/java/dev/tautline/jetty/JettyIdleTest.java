// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.junit.jupiter.api.Test;

/** Jetty's idle timeout is HTTP's, not ours. */
class JettyIdleTest {
    private static final int IDLE_MILLIS = 1500;
    private static final byte[] NOTHING = {};
    private static final byte[] MESSAGE = new byte[100];

    /** All ways wait together. */
    @Test
    void staysOpenWhileIdle() throws Exception {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        Map<RawClient, EmbeddedJetty> idle = new LinkedHashMap<>();
        try {
            for (JettyTakeoverTest.Way way : JettyTakeoverTest.Way.values()) {
                EmbeddedJetty jetty = way.jetty();
                opened.push(jetty);
                // A limit of the connector would end a handshake that takes long. HTTP's connection closes just before
                // the
                // takeover.
                jetty.connector.addBean(new Connection.Listener() {
                    @Override
                    public void onClosed(Connection connection) {
                        connection.getEndPoint().setIdleTimeout(IDLE_MILLIS);
                    }
                });
                RawClient client = way.connect(jetty, "/echo", NOTHING);
                opened.push(client);
                idle.put(client, jetty);
            }
            int wait = 2 * IDLE_MILLIS;
            for (Map.Entry<RawClient, EmbeddedJetty> entry : idle.entrySet()) {
                RawClient client = entry.getKey();
                client.socket.setSoTimeout(wait);
                assertThrows(
                        SocketTimeoutException.class,
                        () -> client.socket.getInputStream().read());
                wait = 1; // what has waited beside the first would have ended by now
                client.socket.setSoTimeout(30_000);
                assertArrayEquals(MESSAGE, client.echo(MESSAGE));
                EmbeddedJetty jetty = entry.getValue();
                assertEquals(0, jetty.events.size(), jetty.events::toString);
            }
        } finally {
            for (AutoCloseable closeable : opened) {
                closeable.close();
            }
        }
    }
}
