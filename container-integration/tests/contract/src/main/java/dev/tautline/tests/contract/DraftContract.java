// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The drafts before RFC 6455: what the container makes of bytes that follow a header without a length. */
interface DraftContract extends Contract {
    /** Eight bytes that are no text. */
    String BODY = "\0\r\n\u00ff[4U ";

    private WireRequest hixie75(String path) throws Exception {
        URI base = site().base();
        return site().webSocket(path)
                .header("Upgrade", "WebSocket")
                .header("Origin", base.getScheme() + "://" + base.getAuthority())
                .header("Sec-WebSocket-Key", null)
                .header("Sec-WebSocket-Version", null);
    }

    /** Without two spaces in a row, because Undertow makes one of them. */
    private WireRequest hixie76(String path) throws Exception {
        return hixie75(path).header("Sec-WebSocket-Key1", "1,a 2\"b 4").header("Sec-WebSocket-Key2", "x9 0;y 3 !");
    }

    /** 124 by 2, 903 by 3 and the body (§5.2 of the draft). */
    private static String answer() throws Exception {
        byte[] challenge =
                ByteBuffer.allocate(16).putInt(62).putInt(301).put(bytes(BODY)).array();
        return new String(MessageDigest.getInstance("MD5").digest(challenge), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String characters) {
        return characters.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] text(String text) {
        return bytes("\0" + text + "\u00ff");
    }

    private static void expect(String characters, WireClient client) {
        assertEquals(characters, new String(client.bytes(characters.length()), StandardCharsets.ISO_8859_1));
    }

    private void expectHead(String prefix, HttpAnswer answer) throws Exception {
        URI base = site().base();
        assertEquals(101, answer.status());
        assertEquals("WebSocket", answer.header("Upgrade"));
        assertEquals("Upgrade", answer.header("Connection"));
        assertEquals(base.getScheme() + "://" + base.getAuthority(), answer.header(prefix + "Origin"));
        assertEquals(
                (base.getScheme().equals("https") ? "wss" : "ws") + "://" + base.getAuthority() + base.getPath()
                        + "/native/drafts?a=b",
                answer.header(prefix + "Location"));
    }

    private static void converse(String version, WireClient client) {
        client.send(text("version"));
        expect("\0" + version + "\u00ff", client);
        client.send(Frames.join(bytes("\u0080\u0003abc"), text("one"), text("two")));
        expect("\0one\u00ff\0two\u00ff", client);
    }

    @Test
    @DisplayName("1B.1-13 hixie-76: the challenge in one segment with the header, and a text behind it")
    default void challengeWithTheHeader() throws Exception {
        byte[] early = Frames.join(bytes(BODY), text("early"));
        try (WireClient client = hixie76("/native/drafts?a=b").early(early).open(101)) {
            expectHead("Sec-WebSocket-", client.answer());
            expect(answer() + "\0early\u00ff", client);
            converse("hixie-76", client);
            client.send(bytes("\u00ff\0"));
            expect("\u00ff\0", client);
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("1B.1-13 hixie-76: the challenge behind the answer, as a proxy passes it on")
    default void challengeBehindTheAnswer() throws Exception {
        try (WireClient client = hixie76("/native/drafts?a=b").open(101)) {
            expectHead("Sec-WebSocket-", client.answer());
            for (int i = 0; i < BODY.length(); i++) {
                client.send(bytes(BODY.substring(i, i + 1)));
            }
            expect(answer(), client);
            converse("hixie-76", client);
            client.send(bytes("\u00ff\0"));
            expect("\u00ff\0", client);
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("1B.1-13 hixie-75")
    default void hixie75() throws Exception {
        try (WireClient client =
                hixie75("/native/drafts?a=b").early(text("early")).open(101)) {
            expectHead("WebSocket-", client.answer());
            expect("\0early\u00ff", client);
            converse("hixie-75", client);
            client.shutdownOutput();
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("1B.1-13 drafts where they are not allowed")
    default void draftsAreOff() throws Exception {
        assertEquals(400, hixie75("/native").exchange().status());
        assertEquals(400, hixie76("/native").exchange().status());
        assertEquals(400, hixie76("/native").early(bytes(BODY)).exchange().status());
    }
}
