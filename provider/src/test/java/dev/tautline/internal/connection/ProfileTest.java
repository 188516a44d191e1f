// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.Violation;
import dev.tautline.testkit.Frames;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs between the behaviour profiles on an open connection. */
class ProfileTest {
    private static Harness open(Profile profile) {
        return Harness.open(true, options -> options.profile(profile));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WS      | close 1002 ""                              | close 1006 ''
                    FAYE    | close 1003 "a client must mask its frames" | close 1003 'a client must mask its frames'
                    JAKARTA | close 1002 ""                              | close 1002 'a client must mask its frames'
                    """, quoteCharacter = '`')
    @DisplayName("1.11-06, 1B.4: an unmasked frame of a client; what is sent and what is reported")
    void unmasked(Profile profile, String sent, String reported) {
        Harness harness = open(profile);
        harness.receive(Frames.text("hello", false));
        assertEquals(sent, harness.sent());
        assertEquals(List.of("error EXPECTED_MASK", reported), harness.heard());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WS      | close            | close 1005 '' clean
                    FAYE    | close 1000 ""    | close 1000 '' clean
                    JAKARTA | close            | close 1005 '' clean
                    """, quoteCharacter = '`')
    @DisplayName("1.11-14, 1B.4: an empty close frame")
    void emptyClose(Profile profile, String sent, String reported) {
        Harness harness = open(profile);
        harness.receive(Frames.close(true));
        assertEquals(sent, harness.sent());
        assertEquals(List.of(reported), harness.heard());
    }

    @ParameterizedTest
    @ValueSource(ints = {1012, 1013, 1014})
    @DisplayName("1B.4: faye answers 1012 to 1014 with 1002, the others echo them")
    void lateCodes(int code) {
        for (Profile profile : Profile.values()) {
            Harness harness = open(profile);
            harness.receive(Frames.close(code, "", true));
            String expected = profile == Profile.FAYE ? "close 1002 \"\"" : "close " + code + " \"\"";
            assertEquals(expected, harness.sent(), profile.name());
        }
    }

    @Test
    @DisplayName("1B.4: compressed data that is not valid is 1010 in faye, 1007 elsewhere")
    void badDeflate() {
        for (Violation violation : List.of(
                Violation.INVALID_CLOSE_CODE, Violation.INVALID_CLOSE_PAYLOAD_LENGTH, Violation.INVALID_CLOSE_REASON)) {
            assertEquals(1002, Profile.FAYE.closeCode(violation));
            assertTrue(Profile.FAYE.takesAsClose(violation) && !Profile.WS.takesAsClose(violation));
        }
        assertEquals(1010, Profile.FAYE.closeCode(Violation.INVALID_COMPRESSED_DATA));
        assertEquals(1007, Profile.WS.closeCode(Violation.INVALID_COMPRESSED_DATA));
    }

    @ParameterizedTest
    @CsvSource({
        "999, false, false", "1000, true, true", "1001, true, false", "1004, false, false", "1007, true, false",
        "1014, true, false", "1015, false, false", "2999, false, false", "3000, true, true", "4999, true, true"
    })
    @DisplayName("1.10-03, 1B.1-10: the codes that close accepts; after a refusal the connection is open")
    void closeCodes(int code, boolean wsAccepts, boolean fayeAccepts) {
        for (Profile profile : Profile.values()) {
            Harness harness = open(profile);
            boolean accepts = profile == Profile.FAYE ? fayeAccepts : wsAccepts;
            if (accepts) {
                assertTrue(harness.connection.close(CloseStatus.of(code)));
                assertEquals("close " + code + " \"\"", harness.sent());
            } else {
                assertThrows(IllegalArgumentException.class, () -> harness.connection.close(CloseStatus.of(code)));
                assertEquals(ReadyState.OPEN, harness.connection.readyState());
            }
        }
    }

    @Test
    @DisplayName("an end that goes away says 1001 in every profile")
    void goAway() {
        Harness harness = open(Profile.FAYE);
        assertTrue(harness.connection.goAway("restart"));
        assertEquals("close 1001 \"restart\"", harness.sent());
        assertFalse(harness.connection.goAway("again"));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    @DisplayName("1B.1-11: faye reports no error once it closes")
    void errorWhileClosing(Profile profile) {
        Harness harness = open(profile);
        harness.connection.close(CloseStatus.of(1000));
        harness.receive(Frames.text("x", false));
        List<String> heard = harness.heard();
        assertEquals(profile != Profile.FAYE, heard.contains("error EXPECTED_MASK"), heard.toString());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    @DisplayName("1.1-10, 1.11-16: more than 60 pongs wait: ws terminates, the others answer the latest ping")
    void pongsWait(Profile profile) {
        Harness harness = open(profile);
        harness.transport.window(0);
        for (int i = 0; i < 500; i++) {
            harness.receive(Frames.ping("p" + i, true));
        }
        if (profile == Profile.WS) {
            assertTrue(harness.transport.isClosed());
            List<String> heard = harness.heard();
            assertEquals("close 1006 ''", heard.get(heard.size() - 1));
            assertFalse(heard.toString().contains("error"));
            return;
        }
        assertFalse(harness.transport.isClosed());
        assertEquals(500, harness.heard().size());
        harness.transport.openWindow(100_000);
        String[] pongs = harness.sent().split("\n");
        assertTrue(pongs.length <= 62, "pongs: " + pongs.length);
        assertEquals("pong \"p499\"", pongs[pongs.length - 1]);
    }

    @Test
    @DisplayName("1.1-10: 0 lets any number of pongs wait")
    void anyNumberOfPongs() {
        Harness harness =
                Harness.open(true, options -> options.profile(Profile.WS).maxPendingAutoPongs(0));
        harness.transport.window(0);
        for (int i = 0; i < 500; i++) {
            harness.receive(Frames.ping("p" + i, true));
        }
        harness.transport.openWindow(100_000);
        assertEquals(500, harness.sent().split("\n").length);
    }

    @Test
    @DisplayName("1.1-13: without autoPong the listener sees the ping and answers it")
    void noAutoPong() {
        Harness harness = Harness.open(true, options -> options.autoPong(false));
        harness.receive(Frames.ping("p", true));
        assertEquals("", harness.sent());
        assertEquals(List.of("ping 70"), harness.heard());
        harness.connection.pong(java.nio.ByteBuffer.wrap(new byte[] {'p'}), null);
        assertEquals("pong \"p\"", harness.sent());
    }

    @Test
    @DisplayName("1.1-11: skipUTF8Validation takes bad text and bad close reasons")
    void skipUtf8Validation() {
        Harness harness = Harness.open(true, options -> options.skipUtf8Validation(true));
        byte[] bad = {'a', (byte) 0xC3, '(', (byte) 0xE2, (byte) 0x82};
        harness.receive(Frames.frame(0x81, bad, true));
        // A code point that two frames share stays whole.
        harness.receive(Frames.join(
                Frames.frame(0x01, new byte[] {(byte) 0xE2, (byte) 0x82}, true),
                Frames.frame(0x80, new byte[] {(byte) 0xAC}, true)));
        byte[] reason = new byte[125];
        java.util.Arrays.fill(reason, (byte) 0xFF);
        reason[0] = 0x03;
        reason[1] = (byte) 0xE8;
        harness.receive(Frames.frame(0x88, reason, true));
        assertEquals(
                List.of("text a\uFFFD(\uFFFD", "text \u20AC", "close 1000 '" + "\uFFFD".repeat(41) + "' clean"),
                harness.heard());
        assertEquals("close 1000 \"" + "\uFFFD".repeat(41) + "\"", harness.sent());
    }
}
