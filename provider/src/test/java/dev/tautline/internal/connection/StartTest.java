// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do to a connection that can be seen already and is about to start: a broadcast, the end of a server. */
class StartTest {
    private final List<String> completed = new ArrayList<>();
    private final Harness harness = Harness.notStarted(true, options -> options);

    private void send(String text) {
        harness.connection.sendText(
                text, true, null, failure -> completed.add(failure == null ? "sent" : failure.toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000_000})
    @DisplayName("the transport is started before it has to write, and what was sent before leaves then")
    void nothingIsWrittenBefore(int length) {
        String text = "a".repeat(length);
        send(text);
        harness.connection.flush();
        harness.runtime.runAll();
        assertEquals(0, harness.transport.writes());
        harness.connection.start();
        harness.runtime.runAll();
        assertEquals("text \"" + text + "\"", harness.sent());
        assertEquals(List.of("sent"), completed);
    }

    @Test
    @DisplayName("a close frame waits for the start as well")
    void closedBefore() {
        harness.connection.goAway("");
        assertEquals(0, harness.transport.writes());
        harness.connection.start();
        harness.receive(Frames.close(1001, "", true));
        assertEquals("close 1001 \"\"", harness.sent());
        harness.transport.abort();
        harness.runtime.runAll();
        assertEquals(List.of("open", "close 1001 '' clean"), harness.heard());
    }

    @Test
    @DisplayName("what was sent before the start of a transport that has closed fails")
    void transportClosedBefore() {
        send("lost");
        harness.transport.reset();
        harness.connection.start();
        harness.connection.terminate();
        harness.runtime.runAll();
        assertEquals(List.of(ClosedChannelException.class.getName()), completed);
        assertTrue(harness.transport.isClosed());
    }
}
