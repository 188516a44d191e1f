// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Role;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The reader answers while a lane looks whether answers wait, which it does where batching holds the messages back. */
class RepliesTest {
    @Test
    @DisplayName("an answer waits for a flush from when it is there, so that whoever flushes takes it along")
    void waitsOnceItIsThere() {
        AtomicReference<Runnable> encoding = new AtomicReference<>(() -> {});
        ConnectionOptions options = ConnectionOptions.builder(Role.CLIENT)
                .maskSource(() -> {
                    encoding.get().run();
                    return 0;
                })
                .build();
        MemoryTransport transport = new MemoryTransport();
        TestRuntime runtime = new TestRuntime();
        Connection connection =
                new Connection(transport, options, NegotiatedExtensions.NONE, runtime, new RecordingListener());
        connection.start();
        runtime.runAll();
        Replies replies = new Replies(options, connection.core.queue, connection.core.flusher);
        AtomicBoolean early = new AtomicBoolean();
        encoding.set(() -> early.set(replies.take()));
        assertTrue(replies.pong(ByteBuffer.wrap(new byte[] {'p'})));
        encoding.set(() -> {});
        assertFalse(early.get(), "there is nothing to be flushed yet");
        assertTrue(replies.take());
        assertFalse(replies.take(), "once");
        connection.flush();
        assertEquals("pong \"p\"", transport.takeFrames());
    }
}
