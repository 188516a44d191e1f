// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import static dev.tautline.testkit.Frames.close;
import static dev.tautline.testkit.Frames.frame;
import static dev.tautline.testkit.Frames.hex;
import static dev.tautline.testkit.Frames.join;
import static dev.tautline.testkit.Frames.text;
import static dev.tautline.tests.differential.ServerCase.Bytes.bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;

/**
 * What a client does to a server.
 *
 * @param server which configuration of the server
 * @param request changes the good request
 * @param script what is sent when the socket is open
 * @param replies frames that are waited for before a close frame follows
 */
record ServerCase(String name, String server, UnaryOperator<String> request, Bytes script, int replies) {
    /** Bytes, without an array's equality. */
    record Bytes(List<Byte> values) {
        static Bytes bytes(byte[] array) {
            List<Byte> values = new ArrayList<>();
            for (byte b : array) {
                values.add(b);
            }
            return new Bytes(values);
        }

        byte[] array() {
            byte[] array = new byte[values.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = values.get(i);
            }
            return array;
        }
    }

    @Override
    public String toString() {
        return name + " (" + server + ")";
    }

    static ServerCase handshake(String name, String server, UnaryOperator<String> request) {
        return new ServerCase(name, server, request, bytes(new byte[0]), 0);
    }

    static ServerCase frames(String name, String server, byte[]... frames) {
        return new ServerCase(name, server, same -> same, bytes(join(frames)), 0);
    }

    private ServerCase replies(int count) {
        return new ServerCase(name, server, request, script, count);
    }

    static UnaryOperator<String> with(String field) {
        return request -> request + field + "\r\n";
    }

    static UnaryOperator<String> without(String name) {
        return request -> request.replaceAll("(?m)^" + name + ": .*\r\n", "");
    }

    static UnaryOperator<String> replaced(String name, String value) {
        return request -> without(name).apply(request) + name + ": " + value + "\r\n";
    }

    static UnaryOperator<String> method(String method) {
        return request -> request.replaceFirst("^GET", method);
    }

    static byte[] deflated(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        byte[] out = new byte[1024];
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        byte[] payload = new byte[length - 4];
        System.arraycopy(out, 0, payload, 0, payload.length);
        return payload;
    }

    /** What both packages are asked about the opening handshake (SEMANTICS 1.4, 1.5, 1B.1). */
    static List<ServerCase> handshakes(boolean ws) {
        List<ServerCase> cases = new ArrayList<>(List.of(
                handshake("a good request", "plain", same -> same),
                handshake("1.4-04 key missing", "plain", without("Sec-WebSocket-Key")),
                handshake("1.4-05 version 12", "plain", replaced("Sec-WebSocket-Version", "12")),
                handshake("1.4-05 version missing", "plain", without("Sec-WebSocket-Version")),
                handshake("subprotocols offered", "plain", with("Sec-WebSocket-Protocol: one, two")),
                handshake("unknown extension", "deflate", with("Sec-WebSocket-Extensions: x-unknown; a=1")),
                handshake("deflate offered", "deflate", with("Sec-WebSocket-Extensions: permessage-deflate")),
                handshake(
                        "deflate offered as browsers do",
                        "deflate",
                        with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")),
                handshake(
                        "deflate, server_no_context_takeover",
                        "deflate",
                        with("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover")),
                handshake(
                        "deflate, out of range",
                        "deflate",
                        with("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=16")),
                handshake(
                        "deflate, unknown parameter",
                        "deflate",
                        with("Sec-WebSocket-Extensions: permessage-deflate; what=1")),
                handshake(
                        "deflate, second offer is good",
                        "deflate",
                        with("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10,"
                                + " permessage-deflate"))));
        if (ws) {
            cases.addAll(List.of(
                    handshake("1.4-02 POST", "plain", method("POST")),
                    handshake("1.4-03 Upgrade is a list", "plain", replaced("Upgrade", "foo, websocket")),
                    handshake("1.4-04 key too short", "plain", replaced("Sec-WebSocket-Key", "abc")),
                    handshake("1.4-07 subprotocols malformed", "plain", with("Sec-WebSocket-Protocol: one,,two")),
                    handshake("1.4-07 subprotocol twice", "plain", with("Sec-WebSocket-Protocol: one, one")),
                    handshake("1.4-08 extensions malformed", "deflate", with("Sec-WebSocket-Extensions: =")),
                    handshake("1.4-09 refused", "refusing", same -> same),
                    handshake("1.3-02 refused with all", "refusing-all", same -> same),
                    handshake("1.1-16 choice of the handler", "choosing", with("Sec-WebSocket-Protocol: one, two")),
                    handshake("1.1-16 choice without an offer", "choosing", same -> same),
                    handshake("version 8", "plain", replaced("Sec-WebSocket-Version", "8")),
                    handshake(
                            "1.5-03 fixed server window",
                            "deflate-10",
                            with("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12")),
                    handshake(
                            "1.5-03 smaller than the fixed one",
                            "deflate-10",
                            with("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9")),
                    handshake(
                            "1.5-04 client window, not offered",
                            "deflate-10",
                            with("Sec-WebSocket-Extensions: permessage-deflate")),
                    handshake(
                            "1.5-04 client window, offered",
                            "deflate-10",
                            with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))));
        } else {
            cases.addAll(List.of(
                    handshake("1B.1-03 subprotocol spoken", "speaking", with("Sec-WebSocket-Protocol: two, one")),
                    handshake("1B.1-03 none spoken", "speaking", with("Sec-WebSocket-Protocol: three")),
                    handshake("1B.1-05 own field", "fields", same -> same)));
        }
        return cases;
    }

    /** What both are asked about frames (SEMANTICS 1.11, 1B.4). */
    static List<ServerCase> frames(boolean ws) {
        byte[] half = new byte[600];
        List<ServerCase> cases = new ArrayList<>(List.of(
                frames("text", "plain", text("hello", true)).replies(1),
                frames("empty text", "plain", text("", true)).replies(1),
                frames("binary", "plain", frame(0x82, new byte[] {0, 1, -1}, true))
                        .replies(1),
                frames("text of 70,000 bytes", "plain", text("ä".repeat(35_000), true))
                        .replies(1),
                frames(
                                "fragments with a ping between",
                                "plain",
                                frame(0x01, "he".getBytes(StandardCharsets.UTF_8), true),
                                frame(0x89, "p".getBytes(StandardCharsets.UTF_8), true),
                                frame(0x80, "llo".getBytes(StandardCharsets.UTF_8), true))
                        .replies(2),
                frames("ping", "plain", frame(0x89, "payload".getBytes(StandardCharsets.UTF_8), true))
                        .replies(1),
                frames("pong nobody asked for", "plain", frame(0x8A, new byte[] {1}, true)),
                frames("1.11-01 RSV2", "plain", frame(0xA1, new byte[1], true)),
                frames("1.11-01 RSV3", "plain", frame(0x91, new byte[1], true)),
                frames("1.11-02 RSV1 without deflate", "plain", frame(0xC1, new byte[1], true)),
                frames("1.11-03 unknown opcode", "plain", frame(0x83, new byte[1], true)),
                frames("1.11-03 stray continuation", "plain", frame(0x80, new byte[1], true)),
                frames("1.11-03 new message inside another", "plain", frame(0x01, new byte[1], true), text("x", true)),
                frames("1.11-04 fragmented ping", "plain", frame(0x09, new byte[1], true)),
                frames("1.11-05 long ping", "plain", frame(0x89, new byte[126], true)),
                frames("1.11-05 close of one byte", "plain", frame(0x88, new byte[1], true)),
                frames("1.11-06 not masked", "plain", text("hello", false)),
                frames("1.11-07 close code 1005", "plain", frame(0x88, hex("03 ed"), true)),
                frames("1.11-07 close code 999", "plain", frame(0x88, hex("03 e7"), true)),
                frames("1.11-07 close code 5000", "plain", frame(0x88, hex("13 88"), true)),
                frames("1.11-08 bad text", "plain", frame(0x81, hex("ff"), true)),
                frames("1.11-08 bad reason", "plain", frame(0x88, hex("03 e8 ff"), true)),
                frames("1.11-10 too big", "small", frame(0x82, new byte[1001], true)),
                frames("1.11-10 too big in two", "small", frame(0x02, half, true), frame(0x80, half, true)),
                frames("1.11-13 close with code and reason", "plain", close(4001, "because", true)),
                frames("1.11-14 empty close", "plain", frame(0x88, new byte[0], true)),
                frames("1.11-15 data after close", "plain", close(1000, "", true), text("late", true)),
                frames("close code 1012", "plain", close(1012, "", true))));
        for (String config : List.of("deflate")) {
            UnaryOperator<String> offer = with("Sec-WebSocket-Extensions: permessage-deflate");
            cases.addAll(List.of(
                    new ServerCase(
                            "compressed text", config, offer, bytes(frame(0xC1, deflated("hello hello"), true)), 1),
                    new ServerCase("uncompressed text", config, offer, bytes(text("hello", true)), 1),
                    new ServerCase(
                            "1.11-09 bad deflate data", config, offer, bytes(frame(0xC1, hex("ff ff ff"), true)), 1),
                    new ServerCase(
                            "1.11-02 RSV1 on a continuation",
                            config,
                            offer,
                            bytes(join(frame(0x41, new byte[0], true), frame(0xC0, new byte[0], true))),
                            1),
                    new ServerCase("1.11-02 RSV1 on a ping", config, offer, bytes(frame(0xC9, new byte[0], true)), 1)));
        }
        if (ws) {
            cases.add(frames("1.11-11 a length beyond all", "plain", hex("82 ff 7f ff ff ff ff ff ff ff 01 02 03 04")));
            cases.add(frames(
                    "1.11-12 too many fragments",
                    "few",
                    frame(0x01, new byte[1], true),
                    frame(0x00, new byte[1], true),
                    frame(0x00, new byte[1], true),
                    frame(0x80, new byte[1], true)));
        }
        return cases;
    }
}
