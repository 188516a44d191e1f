// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import static dev.tautline.testkit.Frames.close;
import static dev.tautline.testkit.Frames.frame;
import static dev.tautline.testkit.Frames.hex;
import static dev.tautline.testkit.Frames.text;
import static dev.tautline.tests.differential.ClientCase.Ending.CLOSES;
import static dev.tautline.tests.differential.ClientCase.Ending.ENDS;
import static dev.tautline.tests.differential.ClientCase.Ending.RESETS;
import static dev.tautline.tests.differential.ClientCase.Ending.SPEAKS;
import static dev.tautline.tests.differential.ClientCase.Ending.WAITS;
import static dev.tautline.tests.differential.ClientCase.given;

import dev.tautline.PerMessageDeflate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a server sends to a client: SEMANTICS 1.11 in the other role, and 1B.4. */
final class ClientFrameCases {
    private ClientFrameCases() {}

    static Stream<ClientCase> both(boolean ws) {
        return Stream.of(good(), violations(), closes(), endings(), actions())
                .flatMap(List::stream)
                .map(one -> one.plain(ws));
    }

    private static List<ClientCase> good() {
        return List.of(
                given("text").sent(1, CLOSES, text("hello", false)),
                given("empty text").sent(1, CLOSES, text("", false)),
                given("binary").sent(1, CLOSES, frame(0x82, new byte[] {0, 1, -1}, false)),
                given("text of 70,000 bytes").sent(1, CLOSES, text("ä".repeat(35_000), false)),
                given("text of 300 bytes").sent(1, CLOSES, text("a".repeat(300), false)),
                given("three messages").sent(3, CLOSES, text("one", false), text("two", false), text("three", false)),
                given("fragments with a ping between them")
                        .sent(
                                2,
                                CLOSES,
                                frame(0x01, bytes("hel"), false),
                                frame(0x89, bytes("p"), false),
                                frame(0x00, new byte[0], false),
                                frame(0x80, bytes("lo"), false)),
                given("a character in two fragments")
                        .sent(1, CLOSES, frame(0x01, hex("c3"), false), frame(0x80, hex("a4"), false)),
                given("ping").sent(1, CLOSES, frame(0x89, bytes("payload"), false)),
                given("empty ping").sent(1, CLOSES, frame(0x89, new byte[0], false)),
                given("ping of 125 bytes").sent(1, CLOSES, frame(0x89, new byte[125], false)),
                given("pong that nobody asked for").sent(0, CLOSES, frame(0x8A, bytes("pong"), false)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ClientCase violation(String name, byte[]... frames) {
        return given(name).sent(0, WAITS, frames);
    }

    private static List<ClientCase> violations() {
        List<ClientCase> cases = new ArrayList<>();
        Map.of("RSV1", 0xC1, "RSV2", 0xA1, "RSV3", 0x91)
                .forEach((name, first) -> cases.add(violation("1.11-01 " + name, frame(first, new byte[1], false))));
        IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
                .forEach(opcode -> cases.add(
                        violation("1.11-03 unknown opcode " + opcode, frame(0x80 | opcode, new byte[1], false))));
        Map<String, String> badTexts = Map.of(
                "a byte that is none", "ff",
                "a surrogate", "ed a0 80",
                "an overlong form", "c0 af",
                "beyond U+10FFFF", "f4 90 80 80",
                "an incomplete character", "e2 82");
        badTexts.forEach((name, text) -> cases.add(violation("1.11-08 " + name, frame(0x81, hex(text), false))));
        cases.addAll(List.of(
                violation("1.11-01 RSV2 and RSV3", frame(0xB1, new byte[1], false)),
                violation("1.11-02 RSV1 on a ping", frame(0xC9, new byte[1], false)),
                violation("1.11-03 stray continuation", frame(0x80, new byte[1], false)),
                violation("1.11-03 text inside a message", frame(0x01, bytes("a"), false), text("b", false)),
                violation("1.11-04 fragmented ping", frame(0x09, new byte[1], false)),
                violation("1.11-04 fragmented close", frame(0x08, hex("03 e8"), false)),
                violation("1.11-05 long ping", frame(0x89, new byte[126], false)),
                violation("1.11-05 long close", frame(0x88, new byte[126], false)),
                violation("1.11-05 close of one byte", frame(0x88, new byte[1], false)),
                violation("1.11-08 bad reason", frame(0x88, hex("03 e8 ff"), false)),
                violation("1.11-11 a length beyond all", hex("82 7f 80 00 00 00 00 00 00 00"))));
        return cases;
    }

    private static List<ClientCase> closes() {
        List<ClientCase> cases = new ArrayList<>();
        IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535)
                .forEach(code -> cases.add(violation("1.11-07 close code " + code, close(code, "", false))));
        IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
                .forEach(code ->
                        cases.add(given("1.11-13 close code " + code).sent(0, WAITS, close(code, "why", false))));
        IntStream.of(1012, 1013, 1014)
                .forEach(code -> cases.add(given("1.11-13 close code " + code).sent(0, WAITS, close(code, "", false))));
        cases.addAll(List.of(
                given("1.11-13 reason of 123 bytes").sent(0, WAITS, close(1000, "a".repeat(123), false)),
                given("1.11-14 empty close").sent(0, WAITS, frame(0x88, new byte[0], false)),
                given("1.11-15 text behind a close").sent(0, WAITS, close(1000, "", false), text("late", false)),
                given("1.11-15 a violation behind a close")
                        .sent(0, WAITS, close(1000, "", false), frame(0xF1, new byte[1], false))));
        return cases;
    }

    private static List<ClientCase> endings() {
        return List.of(
                given("the stream ends without close").sent(1, ENDS, text("hello", false)),
                given("the stream ends inside a frame").sent(0, ENDS, hex("81 05 61")),
                given("the stream ends inside a message").sent(0, ENDS, frame(0x01, bytes("a"), false)),
                given("the connection is reset").sent(1, RESETS, text("hello", false)));
    }

    private static List<ClientCase> actions() {
        return List.of(
                given("send on open").doing(ClientAction.send("open", "first")).sent(1, CLOSES),
                given("close on open").doing(ClientAction.close("open")).sent(0, WAITS),
                given("close with code and reason")
                        .doing(ClientAction.close("open", 4000, "done"))
                        .sent(0, WAITS),
                given("close twice")
                        .doing(ClientAction.close("open", 1000), ClientAction.close("open", 4000, "again"))
                        .sent(0, WAITS),
                given("close with a code that can't be sent")
                        .doing(ClientAction.close("open", 1005), ClientAction.close("open", 1000))
                        .sent(0, WAITS),
                given("close with a code below all")
                        .doing(ClientAction.close("open", 999), ClientAction.close("open", 1000))
                        .sent(0, WAITS),
                given("send behind close")
                        .doing(ClientAction.close("open", 1000), ClientAction.send("open", "late"))
                        .sent(0, WAITS),
                given("send when closed")
                        .doing(ClientAction.send("close", "late"))
                        .sent(0, CLOSES),
                given("close when closed")
                        .doing(ClientAction.close("close", 1000))
                        .sent(0, CLOSES),
                given("ping on open").doing(ClientAction.ping("open", "mine")).sent(1, CLOSES),
                given("send on start")
                        .doing(ClientAction.send("start", "early"))
                        .sent(0, CLOSES));
    }

    static Stream<ClientCase> faye() {
        return Stream.of(
                given("1B.1-06 a message too long")
                        .options("\"maxLength\":1000", options -> options.maxPayload(1000))
                        .sent(0, WAITS, frame(0x82, new byte[1001], false)),
                given("1.11-06 masked").sent(1, CLOSES, text("hello", true)),
                given("1.11-13 close code 1012 with a reason").sent(0, WAITS, close(1012, "why", false)),
                given("1B.1-09 sends before open keep their order")
                        .doing(ClientAction.send("start", "one"), ClientAction.send("start", "two"))
                        .sent(2, CLOSES),
                given("1B.1-10 a code of ws that a browser may not give")
                        .doing(ClientAction.close("open", 1001), ClientAction.close("open", 3000))
                        .sent(0, WAITS));
    }

    static Stream<ClientCase> ws() {
        return Stream.concat(limits(), deflated());
    }

    private static Stream<ClientCase> limits() {
        String small = "\"perMessageDeflate\":false,\"maxPayload\":1000";
        return Stream.of(
                violation("1.11-06 masked", text("hello", true)).plain(true),
                violation("1.11-10 a frame too long", frame(0x82, new byte[1001], false))
                        .options(small, options -> options.perMessageDeflate(false)
                                .maxPayload(1000)),
                violation(
                                "1.11-10 a message too long",
                                frame(0x02, new byte[600], false),
                                frame(0x80, new byte[401], false))
                        .options(small, options -> options.perMessageDeflate(false)
                                .maxPayload(1000)),
                given("1.11-10 a message not too long")
                        .options(small, options -> options.perMessageDeflate(false)
                                .maxPayload(1000))
                        .sent(1, CLOSES, frame(0x02, new byte[600], false), frame(0x80, new byte[400], false)),
                violation(
                                "1.11-12 too many fragments",
                                frame(0x02, new byte[1], false),
                                frame(0x00, new byte[0], false),
                                frame(0x00, new byte[0], false))
                        .options(
                                "\"perMessageDeflate\":false,\"maxFragments\":2",
                                options -> options.perMessageDeflate(false).maxFragments(2)),
                given("1.1-13 no automatic pongs")
                        .options(
                                "\"perMessageDeflate\":false,\"autoPong\":false",
                                options -> options.perMessageDeflate(false).autoPong(false))
                        .sent(0, CLOSES, frame(0x89, bytes("p"), false)),
                given("1.10-02 pong on open")
                        .plain(true)
                        .doing(ClientAction.pong("open", "mine"))
                        .sent(1, CLOSES),
                given("1.10-03 close before open")
                        .plain(true)
                        .doing(ClientAction.close("start"))
                        .answered()
                        .fails(),
                given("1.10-03 close on upgrade")
                        .plain(true)
                        .doing(ClientAction.close("upgrade"))
                        .fails(),
                given("1.10-04 terminate before open")
                        .plain(true)
                        .doing(ClientAction.terminate("start"))
                        .answered()
                        .fails(),
                given("1.10-04 terminate on upgrade")
                        .plain(true)
                        .doing(ClientAction.terminate("upgrade"))
                        .fails(),
                given("1.10-04 terminate on open")
                        .plain(true)
                        .doing(ClientAction.terminate("open"))
                        .sent(0, WAITS),
                given("1.10-04 terminate while closing")
                        .plain(true)
                        .doing(ClientAction.close("open", 1000), ClientAction.terminate("message"))
                        .sent(0, SPEAKS),
                given("1.10-04 terminate when closed")
                        .plain(true)
                        .doing(ClientAction.terminate("close"))
                        .sent(0, CLOSES),
                given("1.6-05 close on redirect")
                        .options("\"followRedirects\":true", options -> options.followRedirects(true))
                        .answered(ClientHandshakeCases.redirect("/other"))
                        .doing(ClientAction.close("redirect"))
                        .fails());
    }

    private static ClientCase agreed(String name, String parameters) {
        return given(name).accepted("Sec-WebSocket-Extensions: permessage-deflate" + parameters);
    }

    private static Stream<ClientCase> deflated() {
        byte[] hello = ServerCase.deflated("hello");
        return Stream.of(
                agreed("RFC 7692 §7.2.2 a compressed text", "").sent(1, CLOSES, frame(0xC1, hello, false)),
                agreed("RFC 7692 §7.2.3.2 the window of the message before", "")
                        .sent(2, CLOSES, hex("c1 07 f2 48 cd c9 c9 07 00"), hex("c1 05 f2 00 11 00 00")),
                agreed(
                                "RFC 7692 §7.2.3.2 the window of the message before was to be dropped",
                                "; server_no_context_takeover")
                        .sent(0, WAITS, hex("c1 05 f2 00 11 00 00")),
                agreed("RFC 7692 §6.1 a text that is not compressed", "").sent(1, CLOSES, text("hello", false)),
                agreed("RFC 7692 §6.1 compressed fragments", "")
                        .sent(1, CLOSES, hex("41 03 f2 48 cd"), hex("80 04 c9 c9 07 00")),
                agreed("RFC 7692 §6.1 RSV1 on a continuation", "")
                        .sent(0, WAITS, hex("41 03 f2 48 cd"), hex("c0 04 c9 c9 07 00")),
                agreed("RFC 7692 §6.1 RSV1 on a ping", "").sent(0, WAITS, frame(0xC9, new byte[1], false)),
                agreed("1.11-08 compressed, and bad text", "").sent(0, WAITS, frame(0xC1, hex("fa 0f 00"), false)),
                agreed("1.11-09 data that can't be inflated", "").sent(0, WAITS, frame(0xC1, hex("ff ff ff"), false)),
                agreed("1.11-10 too long when inflated", "")
                        .options("\"maxPayload\":1000", options -> options.maxPayload(1000))
                        .sent(0, WAITS, frame(0xC1, ServerCase.deflated("a".repeat(1001)), false)),
                agreed("1.5-06 a long reply", "").sent(1, CLOSES, text("a".repeat(2000), false)),
                agreed("1.5-06 a short reply without context", "; client_no_context_takeover")
                        .sent(1, CLOSES, text("a".repeat(1023), false)),
                agreed("1.5-06 a long reply without context", "; client_no_context_takeover")
                        .sent(1, CLOSES, text("a".repeat(1024), false)),
                agreed("1.5-06 another threshold", "; client_no_context_takeover")
                        .options(
                                "\"perMessageDeflate\":{\"threshold\":10}",
                                options -> options.perMessageDeflate(PerMessageDeflate.builder()
                                        .threshold(10)
                                        .build()))
                        .sent(2, CLOSES, text("a".repeat(9), false), text("a".repeat(10), false)));
    }
}
