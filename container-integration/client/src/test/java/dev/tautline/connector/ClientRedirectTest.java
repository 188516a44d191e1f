// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects of the native API's client: SEMANTICS 1.6-03 to 1.6-06 and 1.8-07. */
class ClientRedirectTest extends ClientFixture {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "1.6-03 a {0} is followed if followRedirects says so")
    @ValueSource(ints = {300, 301, 302, 307, 308, 399})
    void followsRedirects(int status) throws Exception {
        try (ScriptedServer server = redirecting(status, "../b?c")) {
            WebSocket socket = connect(local(server) + "/a", plain().followRedirects(true));
            opensAndCloses();
            assertEquals(URI.create(local(server) + "/b?c"), socket.url());
            String first = takeHead();
            String second = takeHead();
            assertTrue(second.startsWith("GET /b?c "), second);
            assertFalse(
                    Upgrades.field(first, "Sec-WebSocket-Key").equals(Upgrades.field(second, "Sec-WebSocket-Key")),
                    "each request has a key of its own");
            connect(local(server) + "/a", plain());
            events.expect("error Unexpected server response: " + status + " CLOSING", "close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.6-03 a 3xx without Location, and a Location without 3xx, are no redirects")
    void needsStatusAndLocation() throws Exception {
        for (String answer : List.of(
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 201 Created\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 400 Bad\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")) {
            try (ScriptedServer server = answering(head -> answer)) {
                connect(local(server) + "/a", plain().followRedirects(true));
                events.expect(
                        "error Unexpected server response: " + answer.substring(9, 12) + " CLOSING",
                        "close 1006 CLOSED");
            }
        }
    }

    @Test
    @DisplayName("1.6-04 maxRedirects: 10 are followed, the eleventh fails; 1 if so chosen")
    void limitsRedirects() throws Exception {
        try (ScriptedServer server = answering(head -> redirect(302, "/again"))) {
            connect(local(server), plain().followRedirects(true));
            events.expect("error Maximum redirects exceeded CLOSING", "close 1006 CLOSED");
            assertEquals(11, heads.size());
            heads.clear();
            connect(local(server), plain().followRedirects(true).maxRedirects(1));
            events.expect("error Maximum redirects exceeded CLOSING", "close 1006 CLOSED");
            assertEquals(2, heads.size());
        }
        assertThrows(IllegalArgumentException.class, () -> plain().maxRedirects(-1));
    }

    private static WebSocketClientOptions.Builder secrets() {
        return plain().followRedirects(true)
                .header("authorization", "secret")
                .header("COOKIE", "a=b")
                .header("Host", "virtual")
                .header("X-Other", "kept");
    }

    private static List<String> secretsIn(String head) {
        return List.of(
                Upgrades.field(head, "Authorization"),
                Upgrades.field(head, "Cookie"),
                Upgrades.field(head, "Host"),
                Upgrades.field(head, "X-Other"));
    }

    @Test
    @DisplayName(
            "1.6-05 another host gets no authorization, cookie and host; a redirect listener keeps them; the same host gets them")
    void keepsSecretsFromOtherHosts() throws Exception {
        try (ScriptedServer other = greeter("");
                ScriptedServer server = redirecting(302, local(other) + "/b");
                ScriptedServer same = redirecting(302, "/b")) {
            connect(local(server) + "/a", secrets());
            opensAndCloses();
            List<String> all = List.of("secret", "a=b", "virtual", "kept");
            assertEquals(all, secretsIn(takeHead()));
            assertEquals(List.of("", "", "127.0.0.1:" + other.port(), "kept"), secretsIn(takeHead()));
            WebSocket.connect(local(server) + "/a", List.of(), secrets().build(), socket -> events.record(socket)
                    .onRedirect((redirected, url, request) -> events.add("redirect " + url.getPath())));
            events.expect("redirect /b");
            opensAndCloses();
            takeHead();
            assertEquals(all, secretsIn(takeHead()));
            connect(local(same) + "/a", secrets());
            opensAndCloses();
            takeHead();
            assertEquals(all, secretsIn(takeHead()));
        }
    }

    @Test
    @DisplayName(
            "1.6-05 from wss to ws authorization and cookie are dropped, of the same host too; credentials of the address as well")
    void keepsSecretsFromPlainConnections() throws Exception {
        Certificates certificates = new Certificates(folder, "ip:127.0.0.1");
        try (ScriptedServer plain = greeter("");
                ScriptedServer secure = new ScriptedServer(certificates.serverSockets(), peer -> {
                    heads.add(peer.readHead());
                    peer.write(redirect(302, local(plain)));
                    peer.input().read();
                })) {
            connect(
                    "wss://me:pw@127.0.0.1:" + secure.port(),
                    plain().followRedirects(true).header("Cookie", "a=b").ca(certificates.pem()));
            opensAndCloses();
            String first = takeHead();
            assertEquals("Basic bWU6cHc=", Upgrades.field(first, "Authorization"));
            assertEquals("a=b", Upgrades.field(first, "Cookie"));
            String second = takeHead();
            assertEquals("", Upgrades.field(second, "Authorization"));
            assertEquals("", Upgrades.field(second, "Cookie"));
        }
    }

    /** The wait, longer than the timeout, is between two requests, so that only what begins anew can pass. A slow machine has the whole timeout for each. */
    @Test
    @DisplayName("1.6-06 handshakeTimeout begins anew with each redirect")
    void timesEachRequest() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = redirecting(302, "/b")) {
            WebSocketClientOptions options = plain().followRedirects(true)
                    .handshakeTimeout(Duration.ofSeconds(10))
                    .build();
            WebSocket.connect(local(server) + "/a", List.of(), options, socket -> events.record(socket)
                    .onRedirect((same, url, request) -> {
                        try {
                            assertFalse(never.await(10_200, TimeUnit.MILLISECONDS));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            opensAndCloses();
        }
    }

    @Test
    @DisplayName("1.7 a redirect to a bad address gives an error event instead of an exception")
    void failsForBadRedirects() throws Exception {
        for (String[] bad : new String[][] {
            {"ws://[", "Invalid URL: ws://["},
            {"mailto:a", "The URL's protocol must be one of \"ws:\", \"wss:\", \"http:\", \"https:\", or \"ws+unix:\""},
            {"/b#c", "The URL contains a fragment identifier"}
        }) {
            try (ScriptedServer server = redirecting(302, bad[0])) {
                connect(local(server) + "/a", plain().followRedirects(true));
                events.expect("error " + bad[1] + " CLOSING", "close 1006 CLOSED");
            }
        }
    }

    @Test
    @DisplayName("1.8-07 redirect comes before the request for the target is sent, and may change or end it")
    void tellsOfRedirects() throws Exception {
        try (ScriptedServer server = redirecting(302, "/b")) {
            WebSocket.connect(
                    local(server) + "/a",
                    List.of(),
                    plain().followRedirects(true).build(),
                    socket -> events.record(socket).onRedirect((same, url, request) -> {
                        events.add("redirect " + url + " " + same.url().equals(url));
                        request.setHeader("X-Redirected", "yes");
                    }));
            events.expect("redirect " + local(server) + "/b true");
            opensAndCloses();
            takeHead();
            assertEquals("yes", Upgrades.field(takeHead(), "X-Redirected"));
            WebSocket.connect(
                    local(server) + "/a",
                    List.of(),
                    plain().followRedirects(true).build(),
                    socket -> events.record(socket).onRedirect((same, url, request) -> same.close()));
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
            takeHead();
            assertEquals(0, heads.size());
        }
    }
}
