// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Profile;
import dev.tautline.testkit.MemoryTransport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bad peer tries with the drafts. */
@DisplayName("1B.1-13 drafts: attacks")
class DraftAttackTest extends DraftFixture {
    @Test
    @DisplayName("attack: the eight bytes never come")
    void theChallengeHasADeadline() {
        server();
        accepted(hixie76());
        receive("^n:ds[4");
        host.runtime.advance(Duration.ofMillis(9_999));
        assertFalse(transport.isClosed());
        host.runtime.advance(Duration.ofMillis(1));
        assertTrue(transport.isClosed());
        assertEquals(0, recorders.size());
        receive("U");
        assertEquals("", sent());
        assertEquals(0, host.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("attack: the answer to the challenge is not taken")
    void theAnswerHasADeadline() {
        server();
        transport.window(0);
        accepted(hixie76());
        receive(BODY);
        host.runtime.advance(Duration.ofSeconds(10));
        assertTrue(transport.isClosed());
        assertEquals(0, recorders.size());
    }

    @Test
    @DisplayName("attack: the connection ends within the challenge")
    void endsWithinTheChallenge() {
        server();
        accepted(hixie76());
        receive("^n:d");
        transport.eof();
        assertTrue(transport.isClosed());
        transport = new MemoryTransport();
        accepted(hixie76());
        transport.reset();
        host.runtime.runAll();
        assertEquals(0, recorders.size());
        assertEquals(0, host.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("attack: a text without an end")
    void endlessText() {
        server(Profile.WS, options -> options.maxPayload(1_000));
        SocketRecorder recorder = open76();
        recorder.take();
        receive("\0");
        for (int i = 0; i < 1_000; i++) {
            receive("x");
        }
        assertEquals(List.of(), recorder.take(), "many small reads are no offence");
        receive("x");
        assertEquals("error WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", recorder.take().get(0));
        assertEquals("\u00ff\0", sent());
    }

    @ParameterizedTest(name = "attack: lengths {index}")
    @ValueSource(
            strings = {
                "CVE-2026-54466 \u0080\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\177",
                "CVE-2026-54466 \u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080",
                "over the limit \u0080\u0087i"
            })
    void lengths(String attack) {
        server(Profile.WS, options -> options.maxPayload(1_000));
        SocketRecorder recorder = open75();
        recorder.take();
        receive(attack.substring(15) + text("behind"));
        assertTrue(recorder.take().get(0).startsWith("error WS_ERR_"));
        assertEquals("", sent());
    }

    @Test
    @DisplayName("attack: text that is not UTF-8")
    void badUtf8() {
        server();
        SocketRecorder recorder = open76();
        recorder.take();
        receive("\0ab\u00c0\u00af");
        assertEquals("error WS_ERR_INVALID_UTF8", recorder.take().get(0));
    }

    @Test
    @DisplayName("attack: fields with line breaks")
    void splitting() {
        server();
        MemoryRequest request = hixie75().with("Origin", "http://example.com\r\nX: y");
        assertEquals(403, host.refusal(request).status());
    }
}
