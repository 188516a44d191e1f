// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.11 under the ws profile: what a peer's mistake sends, tells and leaves. */
class SocketViolationTest {
    private final MemoryHost host = new MemoryHost();
    private final List<SocketRecorder> recorders = new ArrayList<>();

    private MemoryClient open() {
        host.server(options -> options.maxPayload(1000).perMessageDeflate(true))
                .onConnection((socket, request) -> recorders.add(new SocketRecorder(socket)));
        MemoryClient client = host.open(MemoryRequest.get("/").with("Sec-WebSocket-Extensions", "permessage-deflate"));
        recorders.get(0).take();
        return client;
    }

    private List<String> told() {
        return recorders.get(0).take();
    }

    /** The key of masked frames is 0, so that the payload can be read here. */
    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName(
            "1.11-01 1.11-02 1.11-03 1.11-04 1.11-05 1.11-06 1.11-07 1.11-08 1.11-09 1.11-10 1.11-11 a violation sends its code, tells its name and ends with 1006")
    @CsvSource({
        "1.11-01 RSV2, A1 80 00000000, 1002, WS_ERR_UNEXPECTED_RSV_2_3",
        "1.11-01 RSV3, 91 80 00000000, 1002, WS_ERR_UNEXPECTED_RSV_2_3",
        "1.11-02 RSV1 on a ping, C9 80 00000000, 1002, WS_ERR_UNEXPECTED_RSV_1",
        "1.11-02 RSV1 on a continuation, 01 80 00000000 C0 80 00000000, 1002, WS_ERR_UNEXPECTED_RSV_1",
        "1.11-03 unknown opcode, 83 80 00000000, 1002, WS_ERR_INVALID_OPCODE",
        "1.11-03 stray continuation, 80 80 00000000, 1002, WS_ERR_INVALID_OPCODE",
        "1.11-03 new message inside a message, 01 80 00000000 81 80 00000000, 1002, WS_ERR_INVALID_OPCODE",
        "1.11-04 fragmented ping, 09 80 00000000, 1002, WS_ERR_EXPECTED_FIN",
        "1.11-05 long ping, 89 FE 0080 00000000, 1002, WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH",
        "1.11-05 close of one byte, 88 81 00000000 03, 1002, WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH",
        "1.11-06 unmasked, 81 00, 1002, WS_ERR_EXPECTED_MASK",
        "1.11-07 close 999, 88 82 00000000 03E7, 1002, WS_ERR_INVALID_CLOSE_CODE",
        "1.11-07 close 1004, 88 82 00000000 03EC, 1002, WS_ERR_INVALID_CLOSE_CODE",
        "1.11-07 close 1006, 88 82 00000000 03EE, 1002, WS_ERR_INVALID_CLOSE_CODE",
        "1.11-07 close 1015, 88 82 00000000 03F7, 1002, WS_ERR_INVALID_CLOSE_CODE",
        "1.11-07 close 2999, 88 82 00000000 0BB7, 1002, WS_ERR_INVALID_CLOSE_CODE",
        "1.11-07 close 5000, 88 82 00000000 1388, 1002, WS_ERR_INVALID_CLOSE_CODE",
        "1.11-08 bad text, 81 81 00000000 FF, 1007, WS_ERR_INVALID_UTF8",
        "1.11-08 bad reason, 88 83 00000000 03E8 FF, 1007, WS_ERR_INVALID_UTF8",
        "1.11-09 bad deflate data, C1 82 00000000 FFFF, 1007, Z_DATA_ERROR",
        "1.11-10 declared too long, 82 FE 03E9 00000000, 1009, WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",
        "1.11-11 top bit of the length, 82 FF 8000000000000000 00000000, 1009, WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH"
    })
    void violations(String row, String bytes, int sent, String code) {
        MemoryClient client = open();
        client.sends(Frames.hex(bytes));
        assertEquals("close " + sent + " \"\"", client.received(), row);
        assertEquals(List.of("error " + code, "close 1006 ''"), told(), row);
    }

    @Test
    @DisplayName("1.11-10 1.5-08 an inflated message over maxPayload is 1009")
    void inflatedTooLong() {
        MemoryClient client = open();
        client.sends(Frames.frame(0xC1, FrameContents.deflated("a".repeat(1001)), true));
        assertEquals("close 1009 \"\"", client.received());
        assertEquals(List.of("error WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "close 1006 ''"), told());
    }

    @Test
    @DisplayName("1.11-12 too many fragments are 1008")
    void tooManyFragments() {
        MemoryClient client = open();
        client.sends(Frames.frame(0x01, new byte[0], true));
        client.sends(Frames.repeat(Frames.frame(0x00, new byte[0], true), 16_384));
        assertEquals("close 1008 \"\"", client.received());
        assertEquals(List.of("error WS_ERR_TOO_MANY_BUFFERED_PARTS", "close 1006 ''"), told());
    }

    @Test
    @DisplayName("1.11-13 a peer's close is answered with its code and reason")
    void peerClose() {
        MemoryClient client = open();
        client.sends(Frames.close(1012, "bye", true));
        assertEquals("close 1012 \"bye\"", client.received());
        assertEquals(List.of("close 1012 'bye' clean"), told());
    }

    @Test
    @DisplayName("1.11-14 a peer's empty close is answered empty and told as 1005")
    void emptyPeerClose() {
        MemoryClient client = open();
        client.sends(Frames.close(true));
        assertEquals("close", client.received());
        assertEquals(List.of("close 1005 '' clean"), told());
    }

    @Test
    @DisplayName("1.11-15 data behind a peer's close is ignored")
    void dataBehindClose() {
        MemoryClient client = open();
        client.sends(Frames.join(
                Frames.close(1000, "", true), Frames.text("late", true), Frames.frame(0x83, new byte[0], true)));
        assertEquals("close 1000 \"\"", client.received());
        assertEquals(List.of("close 1000 '' clean"), told());
    }

    @Test
    @DisplayName("1.11-16 a flood of pings by a peer that does not read ends with 1006 and no error")
    void pingFlood() {
        MemoryClient client = open();
        client.transport.window(0);
        for (int i = 0; i < 70; i++) {
            client.sends(Frames.ping("", true));
        }
        assertTrue(client.transport.isClosed());
        List<String> events = told();
        assertEquals("close 1006 ''", events.get(events.size() - 1));
        assertTrue(events.stream().noneMatch(event -> event.startsWith("error")), events.toString());
    }
}
