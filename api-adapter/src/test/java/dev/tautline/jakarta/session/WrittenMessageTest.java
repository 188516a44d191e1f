// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.MemoryTransport;
import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Streams and writers, a part of which cannot be sent. */
class WrittenMessageTest {
    private static final int LIMIT = 1000;

    private final SessionFixture fixture = new SessionFixture(setup()).started();
    private final RemoteEndpoint.Basic basic = fixture.session.getBasicRemote();

    private static SessionFixture.Setup setup() {
        SessionFixture.Setup setup = new SessionFixture.Setup();
        setup.options.outboundLimit(LIMIT);
        return setup;
    }

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    /** Does something in an interrupted thread, so that it ends where it would wait. */
    private static void interrupted(Executable action) {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, action);
        assertTrue(Thread.interrupted());
    }

    /** Nothing more finds room. */
    private void fill() {
        fixture.transport.window(0);
        var unused = fixture.session.getAsyncRemote().sendText("x".repeat(LIMIT));
    }

    @Test
    @DisplayName("the first part cannot be sent: nothing of the message is, and the session stays")
    void first() throws IOException {
        Writer open = basic.getSendWriter();
        open.write("one");
        open.flush();
        OutputStream stream = basic.getSendStream();
        assertThrows(IllegalStateException.class, () -> stream.write(new byte[10_000]));
        Writer writer = basic.getSendWriter();
        assertThrows(IllegalStateException.class, () -> writer.write("x".repeat(10_000)));
        open.close();
        assertThrows(IOException.class, () -> stream.write(1));
        assertThrows(IOException.class, writer::flush);
        stream.close();
        writer.close();
        assertEquals("part text \"one\"\ncontinuation \"\"", fixture.sent());
        assertTrue(fixture.session.isOpen());
    }

    @Test
    @DisplayName("a later part of a stream cannot be sent: half a message does not end like a whole one")
    void later() throws IOException {
        OutputStream stream = basic.getSendStream();
        stream.write(1);
        stream.flush();
        fill();
        stream.write(2);
        interrupted(stream::flush);
        assertFalse(fixture.transport.isClosed());
        stream.close();
        assertTrue(fixture.transport.isClosed());
        assertEquals("part binary 01", fixture.sent());
    }

    @Test
    @DisplayName(
            "a writer's last part cannot be sent: the session ends at once, since nobody else could end the message")
    void last() throws IOException {
        Writer writer = basic.getSendWriter();
        writer.write("one");
        writer.flush();
        fill();
        interrupted(writer::close);
        assertTrue(fixture.transport.isClosed());
        writer.close();
        assertEquals("part text \"one\"", fixture.sent());
    }

    @Test
    @DisplayName("interrupted while a queued part is written: it is sent once, and the message goes on")
    void queued() throws IOException {
        fixture.transport.window(0);
        OutputStream stream = basic.getSendStream();
        stream.write(1);
        interrupted(stream::flush);
        fixture.transport.openWindow(MemoryTransport.UNLIMITED);
        stream.write('b');
        stream.close();
        Writer writer = basic.getSendWriter();
        fixture.transport.window(0);
        writer.write("one");
        interrupted(writer::flush);
        fixture.transport.openWindow(MemoryTransport.UNLIMITED);
        writer.write("two");
        writer.close();
        assertEquals("part binary 01\ncontinuation \"b\"\npart text \"one\"\ncontinuation \"two\"", fixture.sent());
        assertTrue(fixture.session.isOpen());
    }
}
