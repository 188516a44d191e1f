// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.testkit.Frames;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §7, SEMANTICS 1.11. */
class ClosingTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("RFC 6455 §5.5.1: a close frame is answered with its code and reason; the server closes TCP first")
    void peerCloses(boolean inline) {
        Harness harness = Harness.open(inline).echoes();
        harness.receive(
                Frames.join(Frames.text("last", true), Frames.close(3001, "bye", true), Frames.text("ignored", true)));
        assertEquals("text \"last\"\nclose 3001 \"bye\"", harness.sent());
        assertEquals(List.of("text last", "close 3001 'bye' clean"), harness.heard());
        assertTrue(harness.transport.isOutputShut());
        assertEquals(ReadyState.CLOSED, harness.connection.readyState());
        harness.transport.eof();
        assertTrue(harness.transport.isClosed());
        harness.advance(Duration.ofMillis(2));
        assertEquals(0, harness.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("a peer that lingers after the closing handshake is cut off")
    void linger() {
        Harness harness = Harness.open(true);
        harness.receive(Frames.close(1000, "", true));
        assertFalse(harness.transport.isClosed());
        harness.advance(Duration.ofSeconds(5));
        assertTrue(harness.transport.isClosed());
        assertEquals(List.of("close 1000 '' clean"), harness.heard());
    }

    @Test
    @DisplayName(
            "after a violation a peer that writes on has the time of the closing handshake to find the close frame")
    void lingerAfterViolation() {
        Harness harness = Harness.open(true);
        harness.receive(Frames.text("not masked", false));
        harness.advance(Duration.ofSeconds(29));
        harness.receive(new byte[100]);
        assertFalse(harness.transport.isClosed());
        harness.advance(Duration.ofSeconds(1));
        assertTrue(harness.transport.isClosed());
    }

    @Test
    @DisplayName("an empty close frame is answered empty and reported as 1005")
    void emptyClose() {
        Harness harness = Harness.open(true);
        harness.receive(Frames.close(true));
        assertEquals("close", harness.sent());
        assertEquals(List.of("close 1005 '' clean"), harness.heard());
    }

    @Test
    @DisplayName("1.11-05: a close frame of one byte is a violation")
    void oneByteClose() {
        Harness harness = Harness.open(true);
        harness.receive(Frames.frame(0x88, new byte[1], true));
        assertTrue(harness.sent().startsWith("close 1002"));
        assertEquals("error INVALID_CLOSE_PAYLOAD_LENGTH", harness.heard().get(0));
    }

    @ParameterizedTest
    @CsvSource({"true, 1006", "false, 1002"})
    @DisplayName("after a violation: error, then close with 1006 (ws) or the code sent (Jakarta)")
    void violation(boolean ws, int reported) {
        Profile profile = ws ? Profile.WS : Profile.JAKARTA;
        Harness harness = Harness.open(true, options -> options.profile(profile));
        harness.receive(Frames.hex("83 80 00000000"));
        String sent = harness.sent();
        assertEquals("close 1002 \"\"", sent);
        List<String> heard = harness.heard();
        assertEquals("error INVALID_OPCODE", heard.get(0));
        assertTrue(heard.get(1).startsWith("close " + reported), heard.get(1));
        assertEquals(2, heard.size());
        assertTrue(harness.transport.isOutputShut());
    }

    @Test
    @DisplayName("own close: data is ignored until the peer's close frame comes")
    void ownClose() {
        Harness harness = Harness.open(true);
        harness.connection.close(new CloseStatus(1001, "going"));
        assertEquals("close 1001 \"going\"", harness.sent());
        assertEquals(ReadyState.CLOSING, harness.connection.readyState());
        harness.receive(Frames.text("late", true));
        assertEquals(List.of(), harness.heard());
        assertFalse(harness.transport.isOutputShut());
        harness.receive(Frames.close(1001, "going", true));
        assertEquals(List.of("close 1001 'going' clean"), harness.heard());
        assertEquals("", harness.sent());
        assertTrue(harness.transport.isOutputShut());
    }

    @Test
    @DisplayName("both ends close at once: each sends one close frame, the peer's status is reported")
    void simultaneousClose() {
        Harness harness = Harness.open(true);
        harness.transport.window(0);
        harness.connection.close(CloseStatus.of(1000));
        harness.receive(Frames.close(3000, "other", true));
        assertEquals(List.of(), harness.heard());
        harness.transport.openWindow(100);
        harness.runtime.runAll();
        assertEquals("close 1000 \"\"", harness.sent());
        assertEquals(List.of("close 3000 'other' clean"), harness.heard());
    }

    @Test
    @DisplayName("a close frame that the transport never took was not exchanged: not clean")
    void answerNeverWritten() {
        Harness harness = Harness.open(true);
        harness.transport.window(0);
        harness.receive(Frames.close(1000, "bye", true));
        harness.transport.reset();
        harness.runtime.runAll();
        assertEquals(List.of("close 1000 'bye'"), harness.heard());
    }

    @Test
    @DisplayName("a close frame that is never answered ends after the close timeout with 1006")
    void closeTimeout() {
        Harness harness = Harness.open(true);
        harness.connection.close(CloseStatus.of(1000));
        harness.advance(Duration.ofMillis(29_999));
        assertEquals(List.of(), harness.heard());
        harness.advance(Duration.ofMillis(1));
        assertEquals(List.of("close 1006 ''"), harness.heard());
        assertTrue(harness.transport.isClosed());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("EOF without a close frame is 1006")
    void eof(boolean inline) {
        Harness harness = Harness.open(inline);
        harness.receive(Frames.text("a", true));
        harness.transport.eof();
        harness.runtime.runAll();
        assertEquals(List.of("text a", "close 1006 ''"), harness.heard());
        assertTrue(harness.transport.isClosed());
        assertEquals(0, harness.runtime.buffers().lent());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("CVE-2017-2670: a reset in the middle of a frame is 1006, once")
    void reset(boolean inline) {
        Harness harness = Harness.open(inline);
        harness.receive(Frames.hex("81 85 00"));
        harness.transport.reset();
        harness.runtime.runAll();
        assertEquals(List.of("error IOException", "close 1006 ''"), harness.heard());
        assertEquals(0, harness.runtime.waiting());
        assertEquals(0, harness.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("terminate is 1006 without a close frame")
    void terminate() {
        Harness harness = Harness.open(true);
        harness.connection.terminate();
        harness.connection.terminate();
        harness.runtime.runAll();
        assertEquals("", harness.sent());
        assertEquals(List.of("close 1006 ''"), harness.heard());
    }

    @Test
    @DisplayName("what was sent before close leaves before the close frame; what is sent after it fails")
    void sendsAroundClose() {
        Harness harness = Harness.open(true);
        harness.transport.window(0);
        List<String> completed = new ArrayList<>();
        harness.connection.sendText("one", true, null, new Light(failure -> completed.add("one " + failure)));
        harness.connection.sendText("two", true, null, new Light(failure -> completed.add("two " + failure)));
        harness.connection.close(CloseStatus.of(1000));
        harness.connection.sendText(
                "late",
                true,
                null,
                new Light(failure -> completed.add("late " + (failure instanceof ClosedChannelException))));
        assertEquals(List.of("late true"), completed);
        harness.transport.openWindow(1000);
        assertEquals("text \"one\"\ntext \"two\"\nclose 1000 \"\"", harness.sent());
        assertEquals(List.of("late true", "one null", "two null"), completed);
    }

    @Test
    @DisplayName("readyState is CLOSED only after onClose (Jakarta), before it (ws)")
    void readyStateInOnClose() {
        for (Profile profile : List.of(Profile.JAKARTA, Profile.WS)) {
            Harness harness = Harness.open(true, options -> options.profile(profile));
            List<ReadyState> states = new ArrayList<>();
            harness.listener.onEach(event -> states.add(harness.connection.readyState()));
            harness.receive(Frames.close(1000, "", true));
            assertEquals(List.of(profile.isClosedAfterOnClose() ? ReadyState.CLOSING : ReadyState.CLOSED), states);
            assertEquals(ReadyState.CLOSED, harness.connection.readyState());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000 - 1 + 5, 1006, 1015, 2999})
    @DisplayName("close refuses codes that may not be on the wire, and the connection stays open")
    void badCodes(int code) {
        Harness harness = Harness.open(true);
        assertThrows(IllegalArgumentException.class, () -> harness.connection.close(CloseStatus.of(code)));
        assertEquals(ReadyState.OPEN, harness.connection.readyState());
    }

    @Test
    @DisplayName("an end that overtakes the close frame leaves no timer behind")
    void endWhileClosing() {
        Harness harness = Harness.open(true);
        harness.connection.sendTextPart("open", false, true, null, null);
        // Fails while the close frame is queued, and lets the connection break at that moment.
        harness.connection.sendText("behind", true, null, new Light(failure -> harness.transport.reset()));
        harness.connection.close(CloseStatus.of(1000));
        harness.runtime.runAll();
        assertTrue(harness.transport.isClosed());
        assertEquals(0, harness.runtime.timers().scheduled());
    }
}
