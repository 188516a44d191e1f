// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import static dev.tautline.tests.differential.ClientCase.ACCEPTED;
import static dev.tautline.tests.differential.ClientCase.given;

import dev.tautline.PerMessageDeflate;
import java.util.List;
import java.util.stream.Stream;

/** Opening handshakes of a client: SEMANTICS 1.6, 1.7 and 1B.2. */
final class ClientHandshakeCases {
    private ClientHandshakeCases() {}

    static Stream<ClientCase> both(boolean ws) {
        return Stream.of(
                        List.of(
                                given("a good answer"),
                                given("names and values in other cases")
                                        .answered(String.join(
                                                "\r\n",
                                                "HTTP/1.1 101 OK",
                                                "UPGRADE: WebSocket",
                                                "connection: upgrade",
                                                "sec-websocket-accept: {accept}",
                                                "",
                                                "")),
                                given("a path that is empty").at("ws://127.0.0.1:{port}"),
                                given("1.6-16 user information").at("ws://user:pass%20word@127.0.0.1:{port}/"),
                                given("1.6-15 own fields")
                                        .options(
                                                "\"headers\":{\"X-Custom\":\"yes\",\"Cookie\":\"a=b\"}",
                                                options -> options.header("X-Custom", "yes")
                                                        .header("Cookie", "a=b")),
                                given("1.6-15 own authorization before user information")
                                        .at("ws://user:password@127.0.0.1:{port}/")
                                        .options(
                                                "\"headers\":{\"Authorization\":\"Bearer x\"}",
                                                options -> options.header("Authorization", "Bearer x"))),
                        answers(),
                        subprotocols())
                .flatMap(List::stream)
                // faye-websocket's own fields come first, and the first value of a name counts.
                .filter(one -> ws || !one.name().contains("own authorization"));
    }

    private static List<ClientCase> answers() {
        return List.of(
                given("1.7 wrong upgrade")
                        .accepted("Upgrade: websocket", "Upgrade: foo")
                        .fails(),
                given("1.7 a list of upgrades")
                        .accepted("Upgrade: websocket", "Upgrade: websocket, foo")
                        .fails(),
                given("1.7 accept missing")
                        .accepted("Sec-WebSocket-Accept: {accept}\r\n", "")
                        .fails(),
                given("1.7 wrong accept")
                        .accepted("{accept}", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                        .fails(),
                given("1.7 accept twice")
                        .accepted("Sec-WebSocket-Accept: {accept}")
                        .fails(),
                given("1.7 status 200").answered(status("200 OK")).fails(),
                given("1.7 status 401").answered(status("401 Unauthorized")).fails(),
                given("1.7 status 404").answered(status("404 Not Found")).fails(),
                given("1.7 status 426").answered(status("426 Upgrade Required")).fails(),
                given("1.7 status 500")
                        .answered(status("500 Internal Server Error"))
                        .fails(),
                given("1.6-03 a redirect that is not followed")
                        .answered(redirect("/other"))
                        .fails(),
                given("the connection ends without an answer").answered("").failsElsewhere(),
                given("the connection ends inside the head")
                        .answered("HTTP/1.1 101 Switching Protocols\r\nUpgr")
                        .failsElsewhere(),
                given("no HTTP").answered("what is this?\r\n\r\n").failsElsewhere());
    }

    private static List<ClientCase> subprotocols() {
        return List.of(
                given("1.6-02 subprotocols, one chosen").offering("one", "two").accepted("Sec-WebSocket-Protocol: two"),
                given("1.7 none requested, one chosen")
                        .accepted("Sec-WebSocket-Protocol: two")
                        .fails(),
                given("1.7 another chosen")
                        .offering("one")
                        .accepted("Sec-WebSocket-Protocol: two")
                        .fails(),
                given("1.7 chosen in another case")
                        .offering("one")
                        .accepted("Sec-WebSocket-Protocol: ONE")
                        .fails(),
                given("1.7 two chosen")
                        .offering("one", "two")
                        .accepted("Sec-WebSocket-Protocol: one, two")
                        .fails(),
                given("1.7 chosen twice")
                        .offering("one", "two")
                        .accepted("Sec-WebSocket-Protocol: one\r\nSec-WebSocket-Protocol: two")
                        .fails());
    }

    static String status(String line) {
        return "HTTP/1.1 " + line + "\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody";
    }

    static String redirect(String location) {
        return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }

    static Stream<ClientCase> faye() {
        return Stream.of(
                given("1B.2-05 upgrade missing")
                        .accepted("Upgrade: websocket\r\n", "")
                        .fails(),
                given("1B.2-05 offered, none chosen").offering("one", "two"),
                given("1B.2-05 connection missing")
                        .accepted("Connection: Upgrade\r\n", "")
                        .fails(),
                given("1B.2-05 another connection")
                        .accepted("Connection: Upgrade", "Connection: keep-alive")
                        .fails(),
                given("1B.2-05 a list of connections")
                        .accepted("Connection: Upgrade", "Connection: keep-alive, Upgrade")
                        .fails(),
                given("1B.2-05 extension that was not offered")
                        .accepted("Sec-WebSocket-Extensions: x-other")
                        .fails(),
                deflating("1B.6 declined", ""),
                deflating("1B.6 agreed", "permessage-deflate"),
                deflating("1B.6 server_no_context_takeover", "permessage-deflate; server_no_context_takeover"),
                deflating("1B.6 client_no_context_takeover", "permessage-deflate; client_no_context_takeover"),
                deflating("1B.6 client_max_window_bits", "permessage-deflate; client_max_window_bits=10"),
                deflating("1B.6 server_max_window_bits", "permessage-deflate; server_max_window_bits=10"),
                deflating("1B.6 unknown parameter", "permessage-deflate; what=1")
                        .fails(),
                deflating("1B.6 window out of range", "permessage-deflate; server_max_window_bits=16")
                        .fails());
    }

    private static ClientCase deflating(String name, String answer) {
        ClientCase deflating = given(name).options("\"compress\":true", options -> options.perMessageDeflate(true));
        return answer.isEmpty() ? deflating : deflating.accepted("Sec-WebSocket-Extensions: " + answer);
    }

    static Stream<ClientCase> ws() {
        return Stream.of(wsOptions(), redirects(), extensions()).flatMap(List::stream);
    }

    private static List<ClientCase> wsOptions() {
        return List.of(
                // Node's parser finds no upgrade without both fields; what it says then is not of ws.
                given("1.7 upgrade missing")
                        .accepted("Upgrade: websocket\r\n", "")
                        .failsElsewhere(),
                given("1.7 connection missing")
                        .accepted("Connection: Upgrade\r\n", "")
                        .failsElsewhere(),
                given("1.7 a list of connections").accepted("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
                given("another response before the answer")
                        .answered("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ACCEPTED + "\r\n"),
                given("1.7 offered, none chosen").offering("one").fails(),
                given("1.6-01 http").at("http://127.0.0.1:{port}/path"),
                given("1.6-07 origin")
                        .options(
                                "\"origin\":\"https://example.com\"", options -> options.origin("https://example.com")),
                given("1.6-07 origin and subprotocols")
                        .offering("one", "two")
                        .options("\"origin\":\"https://example.com\"", options -> options.origin("https://example.com"))
                        .accepted("Sec-WebSocket-Protocol: one"),
                given("1.6-08 version 8 with origin")
                        .options(
                                "\"protocolVersion\":8,\"origin\":\"https://example.com\"",
                                options -> options.protocolVersion(8).origin("https://example.com")),
                given("1.6-15 auth").options("\"auth\":\"me:secret\"", options -> options.auth("me", "secret")),
                given("1.6-15 own host")
                        .options(
                                "\"headers\":{\"Host\":\"example.com\"}",
                                options -> options.header("Host", "example.com")));
    }

    private static List<ClientCase> redirects() {
        return List.of(
                given("1.6-03 followed")
                        .options("\"followRedirects\":true", options -> options.followRedirects(true))
                        .answered(redirect("other?a=b"), ACCEPTED + "\r\n"),
                given("1.6-03 no location")
                        .options("\"followRedirects\":true", options -> options.followRedirects(true))
                        .answered(status("302 Found"))
                        .fails(),
                given("1.6-03 a bad location")
                        .options("\"followRedirects\":true", options -> options.followRedirects(true))
                        .answered(redirect("http://"))
                        .fails(),
                given("1.6-03 a scheme that is none")
                        .options("\"followRedirects\":true", options -> options.followRedirects(true))
                        .answered(redirect("ftp://127.0.0.1/"))
                        .fails(),
                given("1.6-04 too many")
                        .options("\"followRedirects\":true,\"maxRedirects\":1", options -> options.followRedirects(true)
                                .maxRedirects(1))
                        .answered(redirect("/1"), redirect("/2"))
                        .fails(),
                given("1.6-05 credentials stay at home")
                        .options(
                                "\"followRedirects\":true,\"headers\":{\"Authorization\":\"Basic eDp5\",\"Cookie\":\"a=b\",\"X-Custom\":\"yes\"}",
                                options -> options.followRedirects(true)
                                        .header("Authorization", "Basic eDp5")
                                        .header("Cookie", "a=b")
                                        .header("X-Custom", "yes"))
                        .answered(redirect("ws://localhost:{port}/other"), ACCEPTED + "\r\n"),
                given("1.6-05 credentials for the same host")
                        .options(
                                "\"followRedirects\":true,\"headers\":{\"authorization\":\"Basic eDp5\"}",
                                options -> options.followRedirects(true).header("authorization", "Basic eDp5"))
                        .answered(redirect("/other"), ACCEPTED + "\r\n"),
                given("1.6-16 user information is carried on")
                        .at("ws://user:password@127.0.0.1:{port}/")
                        .options("\"followRedirects\":true", options -> options.followRedirects(true))
                        .answered(redirect("/other"), ACCEPTED + "\r\n"));
    }

    private static List<ClientCase> extensions() {
        PerMessageDeflate.Builder all = PerMessageDeflate.builder()
                .serverNoContextTakeover(true)
                .clientNoContextTakeover(true)
                .serverMaxWindowBits(10)
                .clientMaxWindowBits(11);
        String allJson = "\"perMessageDeflate\":{\"serverNoContextTakeover\":true,\"clientNoContextTakeover\":true,"
                + "\"serverMaxWindowBits\":10,\"clientMaxWindowBits\":11}";
        return List.of(
                given("1.6-09 no deflate").plain(true),
                answer("agreed", "permessage-deflate"),
                answer("server_no_context_takeover", "permessage-deflate; server_no_context_takeover"),
                answer("client_no_context_takeover", "permessage-deflate; client_no_context_takeover"),
                answer("server_max_window_bits", "permessage-deflate; server_max_window_bits=10"),
                answer("client_max_window_bits", "permessage-deflate; client_max_window_bits=10"),
                answer("a quoted value", "permessage-deflate; client_max_window_bits=\"10\""),
                given("1.5 all parameters offered")
                        .options(allJson, options -> options.perMessageDeflate(all.build()))
                        .accepted("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                                + " client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=11"),
                given("1.5-04 a larger window than offered")
                        .options(
                                "\"perMessageDeflate\":{\"clientMaxWindowBits\":10}",
                                options -> options.perMessageDeflate(PerMessageDeflate.builder()
                                        .clientMaxWindowBits(10)
                                        .build()))
                        .accepted("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=11")
                        .fails(),
                given("1.7 extension not offered")
                        .plain(true)
                        .accepted("Sec-WebSocket-Extensions: permessage-deflate")
                        .fails(),
                answer("another extension", "x-other").fails(),
                answer("one more extension", "permessage-deflate, x-other").fails(),
                answer("malformed", "permessage-deflate; =").fails(),
                answer("empty", ";").fails(),
                answer("agreed twice", "permessage-deflate, permessage-deflate").fails(),
                answer("unknown parameter", "permessage-deflate; what=1").fails(),
                answer(
                                "the same parameter twice",
                                "permessage-deflate; client_no_context_takeover; client_no_context_takeover")
                        .fails(),
                answer("server window too large", "permessage-deflate; server_max_window_bits=16")
                        .fails(),
                answer("client window too small", "permessage-deflate; client_max_window_bits=7")
                        .fails(),
                answer("client window without value", "permessage-deflate; client_max_window_bits")
                        .fails(),
                answer("server window without value", "permessage-deflate; server_max_window_bits")
                        .fails(),
                answer("takeover with a value", "permessage-deflate; server_no_context_takeover=1")
                        .fails());
    }

    private static ClientCase answer(String name, String extensions) {
        return given("1.5-09 " + name).accepted("Sec-WebSocket-Extensions: " + extensions);
    }
}
