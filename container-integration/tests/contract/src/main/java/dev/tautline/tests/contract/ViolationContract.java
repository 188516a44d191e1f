// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What breaks the protocol is answered with its close code, and the connection ends. */
interface ViolationContract extends Contract {
    /** Sends and sees the answer on both sides; the server ends TCP without waiting for the peer's close frame. */
    private void assertAnswered(int code, byte[] bytes) throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            assertAnswered(code, bytes, probe, client);
        }
        site().echoes();
    }

    private static void assertAnswered(int code, byte[] bytes, Probe probe, WireClient client) {
        // The answer may come, and the connection end, before the last byte was sent.
        client.sendRegardless(bytes);
        WireFrame close = client.closeFrame();
        assertEquals(code, close.closeCode());
        client.expectEnd();
        assertEquals(code, probe.closeReason().getCloseCode().getCode());
        assertEquals(1, probe.closes());
    }

    @Test
    @DisplayName("RFC 6455 section 7.1.7: the close frame reaches a peer that writes first and reads later")
    default void aPeerThatWritesOn() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            client.send(Frames.text("not masked", false));
            // More than the buffers of both ends hold: the server has to take it.
            client.send(new byte[24 * 1024 * 1024]);
            assertEquals(1002, client.closeFrame().closeCode());
            client.expectEnd();
        }
    }

    @Test
    default void anUnmaskedFrame() throws Exception {
        assertAnswered(1002, Frames.text("hello", false));
    }

    @Test
    default void textThatIsNotUtf8() throws Exception {
        assertAnswered(1007, Frames.frame(0x81, new byte[] {'a', (byte) 0xC3, '('}, true));
    }

    @Test
    default void textThatIsNotUtf8InItsSecondFragment() throws Exception {
        assertAnswered(
                1007,
                Frames.join(
                        Frames.frame(0x01, new byte[] {(byte) 0xE2, (byte) 0x82}, true),
                        Frames.frame(0x00, new byte[] {'x'}, true)));
    }

    @Test
    default void aReservedBit() throws Exception {
        assertAnswered(1002, Frames.frame(0xC1, new byte[] {'x'}, true));
    }

    @Test
    default void aContinuationOfNothing() throws Exception {
        assertAnswered(1002, Frames.frame(0x80, new byte[] {'x'}, true));
    }

    @Test
    default void aFragmentedPing() throws Exception {
        assertAnswered(1002, Frames.frame(0x09, new byte[] {'x'}, true));
    }

    @Test
    default void aCloseCodeThatMustNotBeSent() throws Exception {
        assertAnswered(1002, Frames.close(1005, "", true));
    }

    @Test
    @DisplayName("CVE-2026-15565: a text message beyond the default limit")
    default void aTextThatIsTooBig() throws Exception {
        byte[] frame = Frames.text("x".repeat(1024 * 1024 + 1), true);
        // The header alone is enough; what follows it would be thrown away.
        assertAnswered(1009, java.util.Arrays.copyOf(frame, 14));
    }

    @Test
    @DisplayName("CVE-2014-0193: fragments that add up to more than the limit")
    default void fragmentsThatAddUpToTooMuch() throws Exception {
        byte[] half = new byte[600 * 1024];
        assertAnswered(1009, Frames.join(Frames.frame(0x02, half, true), Frames.frame(0x80, half, true)));
    }

    @Test
    @DisplayName("CVE-2026-48779: more fragments than allowed")
    default void tooManyFragments() throws Exception {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Frames.frame(0x02, new byte[1], true));
        frames.writeBytes(Frames.repeat(Frames.frame(0x00, new byte[1], true), 16_384));
        assertAnswered(1008, frames.toByteArray());
    }

    @Test
    @DisplayName("CVE-2020-13935: a length with its top bit set")
    default void aLengthWithItsTopBitSet() throws Exception {
        assertAnswered(1009, Frames.hex("82 ff 80 00 00 00 00 00 00 00 01 02 03 04"));
    }

    @Test
    @DisplayName("CVE-2026-19204: an unknown opcode with a huge length")
    default void anUnknownOpcodeWithAHugeLength() throws Exception {
        assertAnswered(1002, Frames.hex("83 ff 00 00 01 00 00 00 00 00 01 02 03 04"));
    }

    @Test
    @DisplayName("CVE-2026-54490, CVE-2026-1526: a message that inflates beyond the limit")
    default void aDeflateBomb() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().webSocket(probe.path()).deflate().open()) {
            probe.session();
            client.sendDeflated(WireFrame.BINARY, new byte[8 * 1024 * 1024]);
            assertEquals(1009, client.closeFrame().closeCode());
            client.expectEnd();
            assertEquals(1009, probe.closeReason().getCloseCode().getCode());
        }
        site().echoes();
    }

    @Test
    default void bytesThatAreNoDeflateStream() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().webSocket(probe.path()).deflate().open()) {
            assertAnswered(1007, Frames.frame(0xC2, new byte[] {7, 7, 7, 7}, true), probe, client);
        }
    }

    @Test
    default void whatFollowsAViolationIsThrownAway() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            client.send(Frames.join(
                    Frames.text("legal", true), Frames.text("not masked", false), Frames.text("more", true)));
            assertEquals(1002, client.closeFrame().closeCode());
            assertEquals("legal", probe.text());
            assertEquals(1002, probe.closeReason().getCloseCode().getCode());
            client.expectEnd();
        }
    }
}
