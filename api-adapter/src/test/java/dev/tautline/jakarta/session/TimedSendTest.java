// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Role;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A send with a time limit is completed once, whoever comes how often. */
class TimedSendTest {
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final TestRuntime runtime = new TestRuntime();
    private final MemoryTransport transport = new MemoryTransport();
    private final Connection connection = new Connection(
            transport,
            ConnectionOptions.builder(Role.SERVER).build(),
            NegotiatedExtensions.NONE,
            runtime,
            new RecordingListener());
    private final List<Throwable> results = new ArrayList<>();

    @BeforeEach
    void open() {
        connection.start();
        runtime.runAll();
    }

    private TimedSend start() {
        TimedSend send = new TimedSend(results::add);
        limit(send);
        return send;
    }

    private void limit(TimedSend send) {
        send.limit(connection, runtime.timers(), runtime.workers(), LIMIT.toMillis());
    }

    @Test
    void aSecondCompletionIsNotPassedOn() {
        TimedSend send = start();
        send.onComplete(null);
        send.onComplete(new IOException("later"));
        assertEquals(1, results.size());
        assertNull(results.get(0));
        runtime.advance(LIMIT);
        assertEquals(1, results.size());
        assertFalse(transport.isClosed());
    }

    @Test
    void timeThatIsUpJustBeforeTheWriteIsOverDoesNothingAfterIt() {
        TimedSend send = start();
        runtime.timers().advance(LIMIT);
        assertEquals(1, runtime.waiting(), "the timer has left its work to a worker");
        send.onComplete(null);
        runtime.runAll();
        assertEquals(1, results.size());
        assertNull(results.get(0));
        assertFalse(transport.isClosed(), "the message was written in time");
    }

    @Test
    void aWriteThatIsOverAfterItsTimeIsNotToldAgain() {
        TimedSend send = start();
        runtime.advance(LIMIT);
        assertTrue(transport.isClosed());
        send.onComplete(null);
        assertEquals(1, results.size());
        assertNotNull(results.get(0));
    }

    @Test
    void noTimeCountsBehindTheResult() {
        TimedSend written = new TimedSend(results::add);
        written.onComplete(null);
        limit(written);
        runtime.timers().advance(LIMIT);
        assertEquals(0, runtime.waiting());
        assertEquals(1, results.size());
    }

    /** A worker tells an application of it, and workers may be busy. */
    @Test
    void noTimeCountsBehindTheWrite() {
        TimedSend send = new TimedSend(results::add);
        connection.sendText("hi", true, SlowConsumerPolicy.FAIL, send);
        assertEquals("text \"hi\"", transport.takeFrames());
        limit(send);
        runtime.timers().advance(LIMIT);
        assertEquals(List.of(), results);
        assertEquals(1, runtime.waiting(), "nothing but the completion");
        runtime.runAll();
        assertEquals(1, results.size());
        assertNull(results.get(0));
        assertFalse(transport.isClosed());
    }

    @Test
    void theWriteStopsTheTimer() {
        transport.window(0);
        TimedSend send = new TimedSend(results::add);
        connection.sendText("hi", true, SlowConsumerPolicy.FAIL, send);
        limit(send);
        transport.openWindow(MemoryTransport.UNLIMITED);
        runtime.timers().advance(LIMIT);
        assertEquals(1, runtime.waiting(), "nothing but the completion");
        runtime.runAll();
        assertEquals(1, results.size());
        assertNull(results.get(0));
    }
}
