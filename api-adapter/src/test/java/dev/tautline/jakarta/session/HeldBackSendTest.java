// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a callback sends waits for its end, unless the message has little time. */
class HeldBackSendTest {
    private final SessionFixture fixture = new SessionFixture();
    private final List<String> leftAtOnce = new ArrayList<>();

    /** Sends within onOpen, and looks what has left before it is over. */
    private void open(long sendTimeout, boolean batching) {
        fixture.endpoint.onOpen = session -> {
            RemoteEndpoint.Async async = session.getAsyncRemote();
            async.setSendTimeout(sendTimeout);
            try {
                async.setBatchingAllowed(batching);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var unused = async.sendText("a");
            leftAtOnce.add(fixture.transport.takeFrames());
        };
        fixture.started();
    }

    @Test
    void withLittleTimeItLeavesAtOnce() {
        open(5, false);
        assertEquals(List.of("text \"a\""), leftAtOnce);
    }

    @Test
    void withTimeItWaitsForTheEndOfTheCallback() {
        open(1000, false);
        assertEquals(List.of(""), leftAtOnce);
        assertEquals("text \"a\"", fixture.sent());
    }

    @Test
    void batchingKeepsIt() throws Exception {
        open(5, true);
        assertEquals(List.of(""), leftAtOnce);
        assertEquals("", fixture.sent());
        fixture.session.getAsyncRemote().flushBatch();
        assertEquals("text \"a\"", fixture.sent());
    }
}
