// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.NegotiationException;
import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionNegotiatorTest {
    private final List<String> closed = new ArrayList<>();
    private final TransposingExtension one = new TransposingExtension("one", 0b100, closed);
    private final TransposingExtension two = new TransposingExtension("two", 0b010, closed);
    private final TransposingExtension rival = new TransposingExtension("rival", 0b100, closed);

    private static List<ExtensionOffer> parse(String header) throws InvalidHeaderException {
        return ExtensionHeader.parse(List.of(header));
    }

    @Test
    @DisplayName("RFC 6455 §9.1: the server answers in its own order and gives each extension all its offers in order")
    void serverOrder() throws Exception {
        ExtensionNegotiator negotiator = new ExtensionNegotiator(List.of(one, two));
        NegotiatedExtensions negotiated = negotiator.accept(parse("two; b=1, unknown, one; a=1, one; a=2"));
        assertEquals("one; a=1, two; b=1", negotiated.header());
        assertEquals(List.of("one", "two"), negotiated.names());
        assertEquals(0b110, negotiated.decoder().rsv());
        assertEquals(parse("one; a=1, one; a=2"), one.seen);
        negotiated.close();
        assertEquals(4, closed.size(), "both codecs of both extensions");
    }

    @Test
    @DisplayName("SEMANTICS 1B.5: where two extensions use one RSV bit the server skips the later")
    void serverConflict() throws Exception {
        NegotiatedExtensions negotiated =
                new ExtensionNegotiator(List.of(one, rival, two)).accept(parse("rival, two, one"));
        assertEquals("one, two", negotiated.header());
        assertEquals(List.of("rival", "rival"), closed, "the one that was skipped is freed");
    }

    @Test
    @DisplayName("SEMANTICS 1B.5: where two extensions use one RSV bit the client fails")
    void clientConflict() throws Exception {
        ExtensionNegotiator negotiator = new ExtensionNegotiator(List.of(one, rival, two));
        assertEquals("one, rival, two", ExtensionHeader.format(negotiator.offers()));
        assertEquals("two, one", negotiator.activate(parse("two, one")).header());
        assertThrows(NegotiationException.class, () -> negotiator.activate(parse("one, rival")));
        assertEquals(List.of("one", "one", "rival", "rival"), closed);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"three", "one, three", "one, one", "constructor", "__proto__", "ONE", "hasOwnProperty; a"})
    @DisplayName("RFC 6455 §9.1: the client fails on an extension that it did not offer, or that is named twice")
    void clientNotOffered(String response) {
        ExtensionNegotiator negotiator = new ExtensionNegotiator(List.of(one, two));
        NegotiationException e = assertThrows(NegotiationException.class, () -> negotiator.activate(parse(response)));
        assertEquals("Server indicated an extension that was not requested", e.getMessage());
        assertEquals(response.startsWith("one") ? 2 : 0, closed.size());
    }

    @Test
    @DisplayName("An extension that offers nothing can't be answered; one that fails frees those before it")
    void clientFailures() {
        two.offering = false;
        ExtensionNegotiator negotiator = new ExtensionNegotiator(List.of(one, two));
        assertThrows(NegotiationException.class, () -> negotiator.activate(parse("two")));
        two.offering = true;
        assertThrows(NegotiationException.class, () -> negotiator.activate(parse("one, two; fail")));
        assertEquals(List.of("one", "one"), closed);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "unknown", "constructor, __proto__", "One", "one; decline"})
    @DisplayName("2017-11-08 (ws): names that nobody registered are ignored")
    void serverNothingAgreed(String offers) throws Exception {
        NegotiatedExtensions negotiated = new ExtensionNegotiator(List.of(one)).accept(parse(offers));
        assertSame(NegotiatedExtensions.NONE, negotiated);
        assertEquals("", negotiated.header());
    }

    @Test
    @DisplayName("Without extensions payload passes unchanged and every connection has the same wire form")
    void none() {
        NegotiatedExtensions none = NegotiatedExtensions.NONE;
        assertEquals(0, none.decoder().rsv());
        assertFalse(none.decoder().begin(0));
        assertEquals(0, none.encoder().begin(Opcode.TEXT, 1, true, true));
        ByteBuffer buffer = ByteBuffer.allocate(1);
        assertThrows(IllegalStateException.class, () -> none.decoder().decode(buffer, true, buffer));
        assertThrows(IllegalStateException.class, () -> none.encoder().encode(buffer, true, buffer));
        assertEquals(List.of(), none.wireForm());
        none.close();
    }

    @Test
    @DisplayName("An extension of which nothing is known makes a broadcast encode for each connection")
    void wireForm() throws Exception {
        assertNull(new ExtensionNegotiator(List.of(one)).accept(parse("one")).wireForm());
    }

    @Test
    void eachNameOnce() {
        assertThrows(IllegalArgumentException.class, () -> new ExtensionNegotiator(List.of(one, one)));
        TransposingExtension bad = new TransposingExtension("a b", 0, closed);
        assertThrows(IllegalArgumentException.class, () -> new ExtensionNegotiator(List.of(bad)));
    }
}
