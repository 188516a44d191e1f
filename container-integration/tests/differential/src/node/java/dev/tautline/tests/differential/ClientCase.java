// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import static dev.tautline.testkit.Frames.close;
import static dev.tautline.testkit.Frames.frame;
import static dev.tautline.testkit.Frames.hex;
import static dev.tautline.testkit.Frames.text;

import dev.tautline.WebSocketClientOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a server does to a client.
 *
 * @param url with {@code {port}}
 * @param protocols offered, as a JSON list's content without quotes
 * @param theirs options for {@code peer.cjs}, without protocols
 * @param ours the same for ours
 * @param answers to the requests, one after the other; with {@code {accept}} and {@code {port}}
 * @param opens whether the socket opens in the end
 * @param script what is sent then; a close frame follows
 * @param replies frames that are waited for before it
 */
record ClientCase(
        String name,
        String url,
        List<String> protocols,
        String theirs,
        Consumer<WebSocketClientOptions.Builder> ours,
        List<String> answers,
        boolean opens,
        ServerCase.Bytes script,
        int replies) {
    static final String ACCEPTED = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: {accept}",
            "");
    private static final String URL = "ws://127.0.0.1:{port}/path?query=1";

    @Override
    public String toString() {
        return name;
    }

    private static ClientCase of(String name) {
        return new ClientCase(
                name,
                URL,
                List.of(),
                "",
                options -> {},
                List.of(ACCEPTED + "\r\n"),
                true,
                ServerCase.Bytes.bytes(new byte[0]),
                0);
    }

    private static ClientCase frames(String name, int replies, byte[] bytes) {
        ClientCase plain = of(name).options("\"perMessageDeflate\":false", options -> options.perMessageDeflate(false));
        return new ClientCase(
                name,
                URL,
                List.of(),
                plain.theirs,
                plain.ours,
                plain.answers,
                true,
                ServerCase.Bytes.bytes(bytes),
                replies);
    }

    private ClientCase offering(String... names) {
        return new ClientCase(name, url, List.of(names), theirs, ours, answers, opens, script, replies);
    }

    private ClientCase at(String address) {
        return new ClientCase(name, address, protocols, theirs, ours, answers, opens, script, replies);
    }

    private ClientCase options(String json, Consumer<WebSocketClientOptions.Builder> same) {
        return new ClientCase(name, url, protocols, json, same, answers, opens, script, replies);
    }

    private ClientCase answered(String... heads) {
        return new ClientCase(name, url, protocols, theirs, ours, List.of(heads), opens, script, replies);
    }

    private ClientCase fails() {
        return new ClientCase(name, url, protocols, theirs, ours, answers, false, script, replies);
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }

    /** SEMANTICS 1.6, 1.7 and 1B.2-05. */
    static List<ClientCase> handshakes(boolean ws) {
        List<ClientCase> cases = new ArrayList<>(List.of(
                of("a good answer"),
                of("subprotocol chosen").offering("one", "two").answered(ACCEPTED + "Sec-WebSocket-Protocol: two\r\n\r\n"),
                of("1.7 none requested, one chosen")
                        .answered(ACCEPTED + "Sec-WebSocket-Protocol: two\r\n\r\n")
                        .fails(),
                of("1.7 another chosen")
                        .offering("one")
                        .answered(ACCEPTED + "Sec-WebSocket-Protocol: two\r\n\r\n")
                        .fails(),
                of("1.7 wrong accept")
                        .answered(ACCEPTED.replace("{accept}", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=") + "\r\n")
                        .fails(),
                of("1.7 wrong upgrade")
                        .answered(ACCEPTED.replace("Upgrade: websocket", "Upgrade: foo") + "\r\n")
                        .fails(),
                of("1.7 another status")
                        .answered("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .fails(),
                of("1.6-03 not followed").answered(redirect("/other")).fails(),
                of("user information").at("ws://user:pass%20word@127.0.0.1:{port}/"),
                of("own field").options("\"headers\":{\"X-Custom\":\"yes\"}", options -> options.header("X-Custom", "yes")),
                of("subprotocols offered, none chosen").offering("one")));
        if (ws) {
            cases.remove(cases.size() - 1);
            cases.addAll(List.of(
                    of("1.7 offered, none chosen").offering("one").fails(),
                    of("1.6-03 followed")
                            .options("\"followRedirects\":true", options -> options.followRedirects(true))
                            .answered(redirect("/other"), ACCEPTED + "\r\n"),
                    of("1.6-04 too many")
                            .options(
                                    "\"followRedirects\":true,\"maxRedirects\":1",
                                    options -> options.followRedirects(true).maxRedirects(1))
                            .answered(redirect("/1"), redirect("/2"))
                            .fails(),
                    of("1.6-05 credentials stay at home")
                            .options(
                                    "\"followRedirects\":true,\"headers\":{\"Authorization\":\"Basic eDp5\",\"Cookie\":\"a=b\",\"X-Custom\":\"yes\"}",
                                    options -> options.followRedirects(true)
                                            .header("Authorization", "Basic eDp5")
                                            .header("Cookie", "a=b")
                                            .header("X-Custom", "yes"))
                            .answered(redirect("ws://localhost:{port}/other"), ACCEPTED + "\r\n"),
                    of("1.6-05 credentials for the same host")
                            .options(
                                    "\"followRedirects\":true,\"headers\":{\"Authorization\":\"Basic eDp5\"}",
                                    options -> options.followRedirects(true).header("Authorization", "Basic eDp5"))
                            .answered(redirect("/other"), ACCEPTED + "\r\n"),
                    of("1.6-07 origin")
                            .options("\"origin\":\"https://example.com\"", options -> options.origin("https://example.com")),
                    of("1.6-08 version 8 with origin")
                            .options(
                                    "\"protocolVersion\":8,\"origin\":\"https://example.com\"",
                                    options -> options.protocolVersion(8).origin("https://example.com")),
                    of("1.6-09 no deflate")
                            .options("\"perMessageDeflate\":false", options -> options.perMessageDeflate(false)),
                    of("1.7 extension not offered")
                            .options("\"perMessageDeflate\":false", options -> options.perMessageDeflate(false))
                            .answered(ACCEPTED + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                            .fails(),
                    of("1.7 another extension")
                            .answered(ACCEPTED + "Sec-WebSocket-Extensions: x-other\r\n\r\n")
                            .fails(),
                    of("1.7 malformed extensions")
                            .answered(ACCEPTED + "Sec-WebSocket-Extensions: permessage-deflate; =\r\n\r\n")
                            .fails(),
                    of("1.5-09 unknown parameter")
                            .answered(ACCEPTED + "Sec-WebSocket-Extensions: permessage-deflate; what=1\r\n\r\n")
                            .fails(),
                    of("deflate agreed").answered(ACCEPTED + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")));
        }
        return cases;
    }

    /** SEMANTICS 1.11 in the other role. */
    static List<ClientCase> frames(boolean ws) {
        List<ClientCase> cases = new ArrayList<>(List.of(
                frames("text", 1, text("hello", false)),
                frames("binary", 1, frame(0x82, new byte[] {0, 1, -1}, false)),
                frames("text of 70,000 bytes", 1, text("ä".repeat(35_000), false)),
                frames("ping", 1, frame(0x89, "payload".getBytes(StandardCharsets.UTF_8), false)),
                frames("1.11-01 RSV2", 0, frame(0xA1, new byte[1], false)),
                frames("1.11-03 unknown opcode", 0, frame(0x83, new byte[1], false)),
                frames("1.11-03 stray continuation", 0, frame(0x80, new byte[1], false)),
                frames("1.11-04 fragmented ping", 0, frame(0x09, new byte[1], false)),
                frames("1.11-05 long ping", 0, frame(0x89, new byte[126], false)),
                frames("1.11-05 close of one byte", 0, frame(0x88, new byte[1], false)),
                frames("1.11-07 close code 1005", 0, frame(0x88, hex("03 ed"), false)),
                frames("1.11-08 bad text", 0, frame(0x81, hex("ff"), false)),
                frames("1.11-13 close with code and reason", 0, close(4001, "because", false)),
                frames("1.11-14 empty close", 0, frame(0x88, new byte[0], false))));
        if (ws) {
            cases.add(frames("1.11-06 masked", 0, text("hello", true)));
        }
        return cases;
    }
}
