// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing where the stream takes bytes and says "not now" to the flush: the flush is made when the container calls. */
class UpgradeWriterTest {
    private final List<String> events = new ArrayList<>();
    private final Output output = new Output();
    private ServletTransport transport;

    @BeforeEach
    void start() throws IOException {
        transport = new ServletTransport(
                new Streams(), new ConnectionFacts(false, null, null), EngineRuntime.acquire(this), null);
        transport.start(new Telling());
    }

    @AfterEach
    void end() {
        EngineRuntime.release(this);
    }

    @Test
    void bytesOfAStreamThatIsBusyAreFlushedLater() throws IOException {
        // Before the container says that writing is possible: everything happens in its calls then.
        assertFalse(transport.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[3])}, 1));
        output.readyCalls = 1;
        output.listener.onWritePossible();
        assertEquals(List.of("write 3"), events);
        output.readyCalls = Integer.MAX_VALUE;
        output.listener.onWritePossible();
        assertEquals(List.of("write 3", "flush", "written"), events);
    }

    @Test
    void bytesOfAStreamThatIsReadyAreFlushedAtOnce() throws IOException {
        assertFalse(transport.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[3])}, 1));
        output.readyCalls = Integer.MAX_VALUE;
        output.listener.onWritePossible();
        assertEquals(List.of("write 3", "flush", "written"), events);
    }

    private final class Output extends ServletOutputStream {
        private WriteListener listener;
        /** How often it says that it is ready. */
        private int readyCalls;

        @Override
        public boolean isReady() {
            return readyCalls-- > 0;
        }

        @Override
        public void setWriteListener(WriteListener given) {
            listener = given;
        }

        @Override
        public void write(int b) {
            events.add("byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            events.add("write " + length);
        }

        @Override
        public void flush() {
            events.add("flush");
        }
    }

    private static final class Input extends ServletInputStream {
        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void setReadListener(ReadListener listener) {}

        @Override
        public int read() {
            return -1;
        }
    }

    private final class Streams implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            return new Input();
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return output;
        }

        @Override
        public void close() {
            events.add("close");
        }
    }

    private final class Telling implements TransportListener {
        @Override
        public void onRead(ByteBuffer buffer) {}

        @Override
        public void onEof() {}

        @Override
        public void onWritten() {
            events.add("written");
        }

        @Override
        public void onFailure(Throwable cause) {
            events.add("failure " + cause);
        }

        @Override
        public void onClosed() {}

        @Override
        public void onLeaseLost() {}
    }
}
