// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.extension.NegotiationException;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionHeader;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Profile;
import dev.tautline.testkit.Frames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SEMANTICS 1B.5: extensions of the application's own, in both roles. */
class ExtensionTest {
    private static final int RSV2 = 0b010;
    private static final int RSV1 = 0b100;

    private final MemoryHost host = new MemoryHost();

    private static byte[] xor(String text, int key) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) key;
        }
        return bytes;
    }

    private static MemoryRequest offering(String offer) {
        return MemoryRequest.get("/").with("Sec-WebSocket-Extensions", offer);
    }

    @Test
    @DisplayName("1B.5 a server takes the offer, and its messages pass the codecs with their reserved bit")
    void server() {
        List<String> told = new ArrayList<>();
        host.server(options -> options.extension(new XorExtension("xor", RSV2))).onConnection((socket, request) -> {
            told.add(socket.extensions());
            socket.onMessage((from, message) -> {
                told.add(message.text());
                from.send("answer");
            });
        });
        MemoryClient client = host.open(offering("foo, xor; key=7"));
        assertEquals(List.of("xor; key=7"), client.header("Sec-WebSocket-Extensions"));
        client.sends(Frames.frame(0x81 | RSV2 << 4, xor("hello", 7), true));
        host.runtime.runAll();
        byte[] sent = client.transport.takeSent();
        assertEquals(0x81 | RSV2 << 4, sent[0] & 0xFF);
        assertEquals(
                new String(xor("answer", 7), StandardCharsets.US_ASCII),
                new String(sent, 2, sent.length - 2, StandardCharsets.US_ASCII));
        client.sends(Frames.text("plain", true));
        assertEquals(List.of("xor", "hello", "plain"), told);
    }

    @Test
    @DisplayName("1B.5 an offer that the extension declines opens the socket without it; its bit is a violation then")
    void declined() {
        host.server(options -> options.extension(new XorExtension("xor", RSV2)));
        MemoryClient client = host.open(offering("xor; key=none"));
        assertEquals(List.of(), client.header("Sec-WebSocket-Extensions"));
        client.sends(Frames.frame(0x81 | RSV2 << 4, xor("hello", 7), true));
        assertEquals("close 1002 \"\"", client.received());
    }

    @Test
    @DisplayName("1B.5 beside permessage-deflate both take part, deflate first")
    void besideDeflate() {
        List<String> told = new ArrayList<>();
        host.server(options -> options.perMessageDeflate(true).extension(new XorExtension("xor", RSV2)))
                .onConnection((socket, request) -> socket.onMessage((from, message) -> told.add(message.text())));
        MemoryClient client = host.open(offering("xor; key=7, permessage-deflate"));
        assertEquals(List.of("permessage-deflate, xor; key=7"), client.header("Sec-WebSocket-Extensions"));
        byte[] bytes = FrameContents.deflated("hello");
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 7;
        }
        client.sends(Frames.frame(0x81 | (RSV1 | RSV2) << 4, bytes, true));
        assertEquals(List.of("hello"), told);
    }

    @Test
    @DisplayName("1B.5 a server skips the later of two extensions with the same reserved bit")
    void conflictAtTheServer() {
        host.server(
                options -> options.extension(new XorExtension("one", RSV2)).extension(new XorExtension("two", RSV2)));
        assertEquals(
                List.of("one; key=1"),
                host.open(offering("two; key=2, one; key=1")).header("Sec-WebSocket-Extensions"));
    }

    private static ExtensionNegotiator client() {
        WebSocketClientOptions options = WebSocketClientOptions.builder(Profile.WS)
                .perMessageDeflate(false)
                .extension(new XorExtension("one", RSV2))
                .extension(new XorExtension("two", RSV2))
                .build();
        return EngineOptions.extensions(options, new DeflatePools());
    }

    private static NegotiatedExtensions activate(String answer) throws Exception {
        return client().activate(ExtensionHeader.parse(List.of(answer)));
    }

    @Test
    @DisplayName("1B.5 a client offers its extensions in order, activates the answer, and fails on a conflict")
    void conflictAtTheClient() throws Exception {
        assertEquals("one; key=42, two; key=42", ExtensionHeader.format(client().offers()));
        assertEquals(List.of("one"), activate("one; key=42").names());
        assertThrows(NegotiationException.class, () -> activate("one; key=42, two; key=42"));
        assertThrows(NegotiationException.class, () -> activate("one; key=41"));
        assertThrows(NegotiationException.class, () -> activate("three"));
    }

    @Test
    @DisplayName("1B.5 an extension is given once, and none is named as ours")
    void names() {
        WebSocketServerOptions.Builder builder =
                WebSocketServerOptions.builder().extension(new XorExtension("xor", RSV2));
        assertThrows(IllegalArgumentException.class, () -> builder.extension(new XorExtension("xor", RSV1)));
        assertThrows(
                IllegalArgumentException.class, () -> builder.extension(new XorExtension("permessage-deflate", RSV1)));
        assertThrows(IllegalArgumentException.class, () -> builder.extension(new XorExtension("a b", RSV1)));
    }
}
