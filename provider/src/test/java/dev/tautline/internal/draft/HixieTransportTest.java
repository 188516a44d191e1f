// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.transport.TransportListener;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers that overlap: the next read may come before the call that has asked for it is back. One thread shows it, by coming in again. */
@Timeout(30)
class HixieTransportTest {
    private static final int MAX_LENGTH = 100;

    private final MemoryTransport below = new MemoryTransport();
    private final List<String> calls = new ArrayList<>();
    private HixieTransport transport;

    private void start(Hixie version, TestRuntime runtime) {
        transport = new HixieTransport(below, version, MAX_LENGTH, runtime);
        below.start(transport);
    }

    private static byte[] text(String text) {
        return ("\0" + text + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Asks for more within each call, and closes the transport below within the read of "last". */
    private final class Asking implements TransportListener {
        @Override
        public void onRead(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            String frames = Frames.describe(bytes);
            calls.add(frames);
            if (frames.contains("last")) {
                below.abort();
            } else {
                transport.demand();
            }
            calls.add("back from " + frames);
        }

        @Override
        public void onEof() {
            calls.add("eof");
        }

        @Override
        public void onWritten() {
            calls.add("written");
        }

        @Override
        public void onFailure(Throwable cause) {
            calls.add("failure");
        }

        @Override
        public void onClosed() {
            calls.add("closed");
        }

        @Override
        public void onLeaseLost() {
            calls.add("lease lost");
        }
    }

    private static String frame(String text) {
        return Frames.describe(Frames.text(text, true));
    }

    @Test
    void aReadWithinTheOneOfEarlyBytes() {
        TestRuntime runtime = new TestRuntime();
        start(Hixie.HIXIE_76, runtime);
        transport.early(ByteBuffer.wrap(text("early")));
        transport.start(new Asking());
        below.receive(text("next"));
        transport.demand();
        runtime.runAll();
        assertEquals(
                List.of(frame("early"), frame("next"), "back from " + frame("next"), "back from " + frame("early")),
                calls);
    }

    @Test
    void anEndWithinTheReadOfItsCloseFrame() {
        start(Hixie.HIXIE_75, new TestRuntime(Runnable::run));
        transport.start(new Asking());
        below.eof();
        transport.demand();
        String close = Frames.describe(Frames.close(true));
        assertEquals(List.of(close, "eof", "back from " + close), calls);
    }

    @Test
    void closedComesBehindAllReaders() {
        TestRuntime runtime = new TestRuntime();
        start(Hixie.HIXIE_76, runtime);
        transport.early(ByteBuffer.wrap(text("early")));
        transport.start(new Asking());
        below.receive(text("last"));
        transport.demand();
        runtime.runAll();
        transport.onRead(ByteBuffer.wrap(text("too late")));
        assertEquals(
                List.of(
                        frame("early"),
                        frame("last"),
                        "back from " + frame("last"),
                        "back from " + frame("early"),
                        "closed"),
                calls);
    }
}
