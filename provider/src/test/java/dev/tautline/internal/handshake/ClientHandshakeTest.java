// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.spec.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {
    private static ClientHandshake client(Profile profile, boolean deflate, String... subprotocols) {
        PermessageDeflate extension = new PermessageDeflate(DeflateOptions.of(Profile.WS), new DeflatePools());
        ExtensionNegotiator extensions =
                deflate ? new ExtensionNegotiator(List.of(extension)) : ExtensionNegotiator.NONE;
        return new ClientHandshake(profile, 13, List.of(subprotocols), extensions, null);
    }

    /** The good response with changes, as {@link Requests#with}. */
    private static Headers response(String... changes) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(
                Map.entry("upgrade", "WebSocket"),
                Map.entry("CONNECTION", "upgrade"),
                Map.entry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")));
        for (String change : changes) {
            int colon = change.indexOf(':');
            String name = change.substring(0, colon);
            fields.removeIf(field ->
                    field.getKey().equalsIgnoreCase(name) && !field.getKey().equals(name));
            if (colon + 1 < change.length()) {
                fields.add(Map.entry(name, change.substring(colon + 2)));
            }
        }
        return Headers.of(fields);
    }

    private static void fails(String sentence, ClientHandshake client, String... changes) {
        HandshakeFailedException e =
                assertThrows(HandshakeFailedException.class, () -> client.check(101, response(changes), Requests.KEY));
        assertEquals(sentence, e.getMessage());
        assertEquals(101, e.status());
    }

    @Test
    @DisplayName("RFC 6455 §4.1: the request, in the order of ws")
    void request() {
        ClientHandshake client = new ClientHandshake(
                Profile.WS, 13, List.of("a", "b"), client(Profile.WS, true).extensions(), "https://example.com");
        assertEquals(
                List.of(
                        Map.entry("X-A", "1"),
                        Map.entry("Sec-WebSocket-Version", "13"),
                        Map.entry("Sec-WebSocket-Key", Requests.KEY),
                        Map.entry("Connection", "Upgrade"),
                        Map.entry("Upgrade", "websocket"),
                        Map.entry("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
                        Map.entry("Sec-WebSocket-Protocol", "a,b"),
                        Map.entry("Origin", "https://example.com")),
                client.request(Requests.KEY, List.of(Map.entry("X-A", "1"))));
        assertEquals(
                List.of("Sec-WebSocket-Version", "Sec-WebSocket-Key", "Connection", "Upgrade"),
                client(Profile.WS, false).request(Requests.KEY, List.of()).stream()
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    @DisplayName("SEMANTICS 1.6-02, 1.6-07, 1B.2-01: separators and the name of Origin")
    void variants() {
        Headers faye = Headers.of(client(Profile.FAYE, false, "a", "b").request(Requests.KEY, List.of()));
        assertEquals("a, b", faye.single("Sec-WebSocket-Protocol"));
        ClientHandshake old = new ClientHandshake(Profile.WS, 8, List.of(), ExtensionNegotiator.NONE, "http://a");
        Headers version8 = Headers.of(old.request(Requests.KEY, List.of()));
        assertEquals("8", version8.single("Sec-WebSocket-Version"));
        assertEquals("http://a", version8.single("Sec-WebSocket-Origin"));
        assertEquals(List.of(), version8.values("Origin"));
    }

    @Test
    @DisplayName("SEMANTICS 1.6-02, 1.6-08: what can't be offered is refused at once")
    void options() {
        for (String bad : new String[] {"", "a b", "a,b", "a\r\nX: y", "\u00E4"}) {
            assertThrows(IllegalArgumentException.class, () -> client(Profile.WS, false, bad));
        }
        assertThrows(IllegalArgumentException.class, () -> client(Profile.WS, false, "a", "a"));
        ExtensionNegotiator none = ExtensionNegotiator.NONE;
        assertThrows(IllegalArgumentException.class, () -> new ClientHandshake(Profile.WS, 7, List.of(), none, null));
        assertThrows(IllegalArgumentException.class, () -> new ClientHandshake(Profile.FAYE, 8, List.of(), none, null));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClientHandshake(Profile.WS, 13, List.of(), none, "http://a\r\nX: y"));
        List<Map.Entry<String, String>> injected = List.of(Map.entry("X-A", "a\nb"));
        assertThrows(
                IllegalArgumentException.class, () -> client(Profile.WS, false).request(Requests.KEY, injected));
        List<Map.Entry<String, String>> own = List.of(Map.entry("upgrade", "x"));
        assertThrows(
                IllegalArgumentException.class, () -> client(Profile.WS, false).request(Requests.KEY, own));
    }

    @Test
    @DisplayName("RFC 6455 §4.1: keys are 16 random bytes, valid to our server")
    void keys() {
        Random random = new Random(1);
        String first = ClientHandshake.newKey(random);
        assertTrue(HandshakeKey.isValid(first));
        assertNotEquals(first, ClientHandshake.newKey(random));
    }

    @Test
    @DisplayName("SEMANTICS 1B.2-05: under faye Connection equals upgrade and lists nothing else")
    void exactConnection() {
        fails(
                "'Connection' header value is not 'Upgrade'",
                client(Profile.FAYE, false),
                "Connection: keep-alive, Upgrade");
    }

    @Test
    @DisplayName("RFC 6455 §1.3: the good response")
    void good() throws HandshakeFailedException {
        for (Profile profile : Profile.values()) {
            Established plain = client(profile, false).check(101, response(), Requests.KEY);
            assertEquals("", plain.subprotocol());
            assertEquals("", plain.extensions().header());
            Established full = client(profile, true, "a", "b")
                    .check(
                            101,
                            response(
                                    // SEMANTICS 1B.2-05: faye takes the upgrade alone
                                    profile == Profile.FAYE ? "Connection: Upgrade" : "Connection: keep-alive, Upgrade",
                                    "Sec-WebSocket-Protocol: b",
                                    "Sec-WebSocket-Extensions: permessage-deflate"),
                            Requests.KEY);
            assertEquals("b", full.subprotocol());
            assertEquals(List.of("permessage-deflate"), full.extensions().names());
        }
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(ints = {100, 200, 301, 400, 401, 426, 500})
    @DisplayName("SEMANTICS 1.7: any status but 101")
    void status(int status) {
        HandshakeFailedException e = assertThrows(HandshakeFailedException.class, () -> client(Profile.WS, false)
                .check(status, response(), Requests.KEY));
        assertEquals("Unexpected server response: " + status, e.getMessage());
        assertEquals(status, e.status());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '>',
            value = {
                "Upgrade: > Invalid Upgrade header",
                "Upgrade: h2c > Invalid Upgrade header",
                "Upgrade: websocket, h2c > Invalid Upgrade header",
                "Connection: > Invalid Connection header",
                "Connection: close > Invalid Connection header",
                "Sec-WebSocket-Accept: > Invalid Sec-WebSocket-Accept header",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xoO= > Invalid Sec-WebSocket-Accept header",
                "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO= > Invalid Sec-WebSocket-Accept header",
                "Sec-WebSocket-Protocol: a > Server sent a subprotocol but none was requested",
                "Sec-WebSocket-Extensions: permessage-deflate > Server sent a Sec-WebSocket-Extensions header but no extension was requested",
            })
    @DisplayName("SEMANTICS 1.7: what a plain client refuses")
    void refuses(String change, String sentence) {
        for (Profile profile : List.of(Profile.WS, Profile.JAKARTA)) {
            fails(sentence, client(profile, false), change);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "Upgrade: h2c > 'Upgrade' header value is not 'WebSocket'",
                "Upgrade: websocket, h2c > 'Upgrade' header value is not 'WebSocket'",
                "Connection: close > 'Connection' header value is not 'Upgrade'",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xoO= > Sec-WebSocket-Accept mismatch",
                "Sec-WebSocket-Protocol: a > Sec-WebSocket-Protocol mismatch",
                "Sec-WebSocket-Extensions: x; > Invalid Sec-WebSocket-Extensions header: x;",
                "Sec-WebSocket-Extensions: x-other > Server sent an extension response for unknown extension \"x-other\"",
            })
    @DisplayName("SEMANTICS 1B.2-05: what a plain client refuses under faye, in faye's words")
    void refusesAsFaye(String change, String sentence) {
        fails(sentence, client(Profile.FAYE, false), change);
    }

    @Test
    @DisplayName("SEMANTICS 1.7, DECISIONS: subprotocols")
    void subprotocols() throws HandshakeFailedException {
        fails("Server sent no subprotocol", client(Profile.WS, false, "a"));
        assertEquals(
                "",
                client(Profile.FAYE, false, "a")
                        .check(101, response(), Requests.KEY)
                        .subprotocol());
        assertEquals(
                "",
                client(Profile.JAKARTA, false, "a")
                        .check(101, response(), Requests.KEY)
                        .subprotocol());
        for (Profile profile : Profile.values()) {
            ClientHandshake client = client(profile, false, "a", "b");
            String sentence =
                    profile == Profile.FAYE ? "Sec-WebSocket-Protocol mismatch" : "Server sent an invalid subprotocol";
            for (String value : new String[] {"c", "A", "a,b", "a, b", ""}) {
                fails(sentence, client, "Sec-WebSocket-Protocol: " + value);
            }
            fails(sentence, client, "Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: a");
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '>',
            value = {
                "permessage-deflate; > Invalid Sec-WebSocket-Extensions header",
                "permessage-deflate; server_max_window_bits= > Invalid Sec-WebSocket-Extensions header",
                "foo > Server indicated an extension that was not requested",
                "__proto__ > Server indicated an extension that was not requested",
                "permessage-deflate, permessage-deflate > Server indicated an extension that was not requested",
                "permessage-deflate; x > permessage-deflate: unknown parameter",
                "permessage-deflate; server_max_window_bits=7 > permessage-deflate: invalid value for parameter \"server_max_window_bits\"",
                "permessage-deflate; server_max_window_bits=16 > permessage-deflate: invalid value for parameter \"server_max_window_bits\"",
                "permessage-deflate; server_max_window_bits=08 > permessage-deflate: invalid value for parameter \"server_max_window_bits\"",
                "permessage-deflate; client_max_window_bits > permessage-deflate: invalid value for parameter \"client_max_window_bits\"",
            })
    @DisplayName("CVE-2026-2229, SEMANTICS 1.7, DECISIONS: a bad extension answer fails in every profile")
    void extensions(String value, String sentence) {
        String header = "Sec-WebSocket-Extensions: " + value;
        boolean known = sentence.startsWith("permessage-deflate");
        fails(sentence, client(Profile.JAKARTA, true), header);
        fails(known ? "Invalid Sec-WebSocket-Extensions header" : sentence, client(Profile.WS, true), header);
        HandshakeFailedException failed = assertThrows(HandshakeFailedException.class, () -> client(Profile.FAYE, true)
                .check(101, response(header), Requests.KEY));
        if (known) {
            assertEquals("Server sent unacceptable extension parameters: " + value, failed.getMessage());
        }
    }

    @Test
    @DisplayName("RFC 6455 §4.1: an Accept that comes twice proves nothing")
    void acceptTwice() {
        String accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
        fails("Invalid Sec-WebSocket-Accept header", client(Profile.WS, false), accept, accept);
    }
}
