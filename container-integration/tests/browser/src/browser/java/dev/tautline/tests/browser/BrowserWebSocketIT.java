// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.SendOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headless Chromium's own {@code WebSocket}, and a native server. */
class BrowserWebSocketIT {
    private static Chromium browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        browser = Chromium.start("--ignore-certificate-errors");
    }

    @AfterAll
    static void stopBrowser() throws IOException {
        browser.close();
    }

    private static Page page(Site site) {
        return Page.open(browser, site.uri("http", "127.0.0.1"));
    }

    /** A page that has opened {@code window.socket}. */
    private static Page connected(Site site) {
        Page page = page(site);
        page.run("window.socket = await open('/socket')");
        return page;
    }

    @Test
    @DisplayName("text comes back as a string: empty, outside the basic plane, a mebibyte")
    void text() throws Exception {
        try (Site site = Site.withDefaults()) {
            List<String> texts = List.of("grüße 💬", "", "\0", "a".repeat(1 << 20));
            assertEquals(texts, page(site).run("""
                    const socket = await open('/socket')
                    const answers = []
                    for (const text of a) answers.push(await socket.echo(text))
                    return answers
                    """, texts));
        }
    }

    @Test
    @DisplayName("binary comes back as bytes, from an ArrayBuffer, a view and a Blob")
    void binary() throws Exception {
        try (Site site = Site.withDefaults()) {
            assertEquals(List.of(true, true, true, 0L), page(site).run("""
                    const socket = await open('/socket')
                    const bytes = Uint8Array.from({ length: 70000 }, (_, i) => i % 251)
                    const same = async (data, from, to) => {
                      const answer = await socket.echo(data)
                      const view = new Uint8Array(answer)
                      return answer instanceof ArrayBuffer && view.length === to - from && view.every((b, i) => b === bytes[from + i])
                    }
                    return [
                      await same(bytes.buffer, 0, 70000),
                      await same(bytes.subarray(5, 300), 5, 300),
                      await same(new Blob([bytes]), 0, 70000),
                      (await socket.echo(new ArrayBuffer(0))).byteLength]
                    """));
        }
    }

    @Test
    @DisplayName("wss: the same behind TLS")
    void secure() throws Exception {
        try (Site site = Site.withTls()) {
            Page page = Page.open(browser, site.uri("https", "127.0.0.1"));
            assertEquals(List.of("wss:", "hello"), page.run("""
                    const socket = await open('/socket')
                    return [new URL(socket.raw.url).protocol, await socket.echo('hello')]
                    """));
            assertTrue(site.socket().isSecure());
        }
    }

    @Test
    @DisplayName("1.1-06 1.5 permessage-deflate: negotiated, and used in both directions")
    void compression() throws Exception {
        String text = "so much of the same ".repeat(500);
        try (Site site = Site.with(options -> options.perMessageDeflate(true));
                Tap tap = new Tap(site.port())) {
            Page page = Page.open(browser, tap.uri());
            Object seen = page.run("""
                    const socket = await open('/socket')
                    const answers = [socket.raw.extensions, await socket.echo(a), await socket.echo(a)]
                    socket.raw.close(1000)
                    await socket.closed
                    return answers
                    """, text);
            List<?> answers = (List<?>) seen;
            assertTrue(
                    answers.get(0).toString().startsWith("permessage-deflate"),
                    answers.get(0).toString());
            assertEquals(List.of(text, text), answers.subList(1, 3));
            assertEquals("permessage-deflate", site.socket().extensions());
            for (List<WireFrame> direction : List.of(tap.sent(), tap.received())) {
                assertEquals(3, direction.size(), direction.toString());
                for (WireFrame message : direction.subList(0, 2)) {
                    assertTrue(message.isDeflated(), direction.toString());
                    assertTrue(message.payload().length < text.length() / 10, direction.toString());
                }
            }
        }
    }

    @Test
    @DisplayName("1.1-06 a server without permessage-deflate: the browser's offer is not taken")
    void noCompression() throws Exception {
        String text = "so much of the same ".repeat(500);
        try (Site site = Site.withDefaults();
                Tap tap = new Tap(site.port())) {
            Page page = Page.open(browser, tap.uri());
            assertEquals(List.of("", text), page.run("""
                    const socket = await open('/socket')
                    return [socket.raw.extensions, await socket.echo(a)]
                    """, text));
            assertEquals("", site.socket().extensions());
            assertFalse(tap.sent().get(0).isDeflated());
            assertFalse(tap.received().get(0).isDeflated());
            assertEquals(text.length(), tap.received().get(0).payload().length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', '1005 clean'",
        "'1000', '1000 clean'",
        "'3000, \"done\"', '3000 clean done'",
        "'4999, \"zu Ende: grün\"', '4999 clean zu Ende: grün'"
    })
    @DisplayName("1.8-04 1.10-03 the page closes: both ends see its code and reason")
    void pageCloses(String arguments, String expected) throws Exception {
        try (Site site = Site.withDefaults()) {
            assertEquals(expected, page(site).run("""
                    const socket = await open('/socket')
                    socket.raw.close(%s)
                    return socket.closed
                    """.formatted(arguments)));
            assertEquals(expected, site.closed());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000, '', '1000 clean'",
        "1001, 'moving', '1001 clean moving'",
        "1002, '', '1002 clean'",
        "1011, 'sorry', '1011 clean sorry'",
        "3000, 'done', '3000 clean done'",
        "4999, 'zu Ende: grün', '4999 clean zu Ende: grün'"
    })
    @DisplayName("1.8-04 1.10-03 the server closes: both ends see its code, the page its reason")
    void serverCloses(int code, String reason, String expected) throws Exception {
        try (Site site = Site.withDefaults()) {
            Page page = connected(site);
            site.socket().close(code, reason);
            assertEquals(expected, page.run("return window.socket.closed"));
            assertTrue(site.closed().startsWith(code + " clean"));
        }
    }

    @Test
    @DisplayName("1.2-09 a server that shuts down says 1001")
    void shutdown() throws Exception {
        try (Site site = Site.withDefaults()) {
            Page page = connected(site);
            var ended = site.server().shutdown(Duration.ofSeconds(30)).toCompletableFuture();
            assertEquals("1001 clean", page.run("return window.socket.closed"));
            Await.result("shutdown", ended);
        }
    }

    @Test
    @DisplayName("1.10-04 a terminated socket ends without a close frame: 1006 in the page")
    void terminated() throws Exception {
        try (Site site = Site.withDefaults()) {
            Page page = connected(site);
            site.socket().terminate();
            assertEquals("1006 unclean", page.run("return window.socket.closed"));
            assertEquals("1006 unclean", site.closed());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("1.1-07 1.11-10 a message over maxPayload: the page sees 1009, deflated or not")
    void tooLong(boolean deflate) throws Exception {
        try (Site site = Site.with(options -> options.maxPayload(1000).perMessageDeflate(deflate))) {
            assertEquals(List.of(1000L, "1009 clean"), page(site).run("""
                    const socket = await open('/socket')
                    const most = await socket.echo('a'.repeat(1000))
                    socket.raw.send('a'.repeat(1001))
                    return [most.length, await socket.closed]
                    """));
            assertEquals("1006 unclean", site.closed());
        }
    }

    @Test
    @DisplayName("1.10-01 a masked frame of ours is a violation: 1006 in the page, and the browser says 1002")
    void ourViolation() throws Exception {
        try (Site site = Site.withDefaults()) {
            Page page = connected(site);
            site.socket().send("masked", SendOptions.DEFAULTS.mask(true));
            assertEquals(List.of("1006 unclean", 1L), page.run("""
                    return [await window.socket.closed, window.socket.failed]
                    """));
            assertTrue(site.closed().startsWith("1002 "));
        }
    }

    @Test
    @DisplayName(
            "1.1-16 1.14-02 1.9-06 subprotocols: the first that the page offers and the server speaks; without one the page fails")
    void subprotocol() throws Exception {
        try (Site site = Site.with(options -> options.protocols("mqtt, chat"))) {
            assertEquals(List.of("chat", "1006 unclean", ""), page(site).run("""
                    const agreed = await open('/socket', ['irc', 'chat', 'mqtt'])
                    const other = new Socket('/socket', ['irc'])
                    const none = await open('/socket')
                    return [agreed.raw.protocol, await other.closed, none.raw.protocol]
                    """));
            assertEquals("chat", site.socket().protocol());
        }
    }

    @Test
    @DisplayName("1.9-04 1.10-05 a big send waits in the page while the socket is paused, and arrives whole")
    void bufferedAmount() throws Exception {
        BlockingQueue<Integer> lengths = new LinkedBlockingQueue<>();
        int size = 32 << 20;
        try (Site site = Site.withDefaults()) {
            Page page = connected(site);
            WebSocket socket = site.socket();
            socket.onMessage((from, message) -> lengths.add(message.bytes().remaining()));
            socket.pause();
            assertEquals((long) size, page.run("""
                    window.socket.raw.send(new ArrayBuffer(a))
                    return window.socket.raw.bufferedAmount
                    """, size));
            assertTrue((Long) page.run("return window.socket.raw.bufferedAmount") > 0);
            socket.resume();
            assertEquals(0L, page.run("""
                    await until(() => window.socket.raw.bufferedAmount === 0)
                    return window.socket.raw.bufferedAmount
                    """));
            assertEquals(size, Site.take("message", lengths));
        }
    }

    @Test
    @DisplayName("1.10-02 1B.1-08 the browser answers our pings by itself")
    void ping() throws Exception {
        try (Site site = Site.withDefaults()) {
            Page page = connected(site);
            Await.result(
                    "pong", site.socket().ping("Mic check, one, two").answered().toCompletableFuture());
            assertEquals("still here", page.run("return window.socket.echo('still here')"));
        }
    }

    @Test
    @DisplayName(
            "a page of another origin is refused with 403: the browser sees an error and 1006; named origins get in")
    void origin() throws Exception {
        String connect = """
                const socket = new Socket(a)
                return socket.opened.then(open => open.echo('in'), () => socket.closed)
                """;
        try (Site site = Site.withDefaults()) {
            String target = site.uri("ws", "127.0.0.1").resolve("/socket").toString();
            Page stranger = Page.open(browser, site.uri("http", "localhost"));
            stranger.console();
            assertEquals("1006 unclean", stranger.run(connect, target));
            // The driver hears of the console's lines by another way than of the script's end.
            StringBuilder console = new StringBuilder();
            Await.until("the browser says why", () -> {
                stranger.console().forEach(line -> console.append(line).append('\n'));
                return console.indexOf("Unexpected response code: 403") >= 0;
            });
            assertEquals("in", page(site).run(connect, target));
        }
        try (Site friends = Site.with(WebSocketServerOptions.Builder::anyOrigin)) {
            String target = friends.uri("ws", "127.0.0.1").resolve("/socket").toString();
            Page stranger = Page.open(browser, friends.uri("http", "localhost"));
            assertEquals("in", stranger.run(connect, target));
        }
    }
}
