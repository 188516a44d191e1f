// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.extension.Extension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.NegotiationException;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Profile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExtensionChainTest {
    private static final int BIG = 1 << 20;

    private final TransposingExtension foo = new TransposingExtension("foo", 0b010, new ArrayList<>());
    private final TransposingExtension bar = new TransposingExtension("bar", 0b001, new ArrayList<>());
    private final DeflatePools pools = new DeflatePools();

    private static NegotiatedExtensions negotiate(Extension... extensions) throws NegotiationException {
        List<ExtensionOffer> offers = new ArrayList<>();
        for (Extension extension : extensions) {
            offers.add(ExtensionOffer.of(extension.name()));
        }
        return new ExtensionNegotiator(List.of(extensions)).accept(offers);
    }

    /** Decodes one message in parts of {@code inSize} into buffers of {@code outSize}. */
    private static byte[] decode(NegotiatedExtensions negotiated, int rsv, byte[] payload, int inSize, int outSize)
            throws InvalidPayloadException {
        assertTrue(negotiated.decoder().begin(rsv));
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int position = 0; position < payload.length; position += inSize) {
            ByteBuffer in = ByteBuffer.wrap(payload, position, Math.min(inSize, payload.length - position));
            boolean last = position + inSize >= payload.length;
            boolean done;
            do {
                ByteBuffer out = ByteBuffer.allocate(outSize);
                int before = in.remaining();
                done = negotiated.decoder().decode(in, last, out);
                decoded.write(out.array(), 0, out.position());
                assertTrue(done || out.position() > 0 || in.remaining() < before, "it moves");
            } while (!done);
            assertFalse(in.hasRemaining());
        }
        return decoded.toByteArray();
    }

    @Test
    @DisplayName("RFC 6455 §9.1: with the response foo, bar a message is sent as bar(foo(data))")
    void order() throws Exception {
        NegotiatedExtensions negotiated = negotiate(foo, bar);
        byte[] payload = Codecs.encode(negotiated.encoder(), new byte[] {'x'}, BIG, BIG);
        assertEquals("xxxxffb", new String(payload, UTF_8));
        assertEquals("x", new String(decode(negotiated, 0b011, payload, BIG, BIG), UTF_8));
        assertEquals(List.of("1 true"), foo.begun);
        assertEquals(List.of("1 false"), bar.begun, "what foo makes of the message has another length");
    }

    @Test
    @DisplayName("An extension that passes a message by is left out of it")
    void partly() throws Exception {
        NegotiatedExtensions negotiated = negotiate(foo, bar);
        assertEquals("x", new String(decode(negotiated, 0b010, "xxf".getBytes(UTF_8), BIG, BIG), UTF_8));
        assertEquals("x", new String(decode(negotiated, 0b001, "xxb".getBytes(UTF_8), BIG, BIG), UTF_8));
        assertFalse(negotiated.decoder().begin(0));
        assertEquals(0, negotiated.encoder().begin(Opcode.TEXT, 1, true, false));
        assertEquals(0b011, negotiated.encoder().begin(Opcode.TEXT, 1, true, true));
    }

    @Test
    @DisplayName(
            "Any split of input and output gives the same message, through three extensions with deflate among them")
    void splits() throws Exception {
        PermessageDeflate deflate = new PermessageDeflate(DeflateOptions.of(Profile.FAYE), pools);
        for (Extension[] extensions :
                new Extension[][] {{foo, deflate, bar}, {deflate, foo, bar}, {foo, bar, deflate}}) {
            NegotiatedExtensions negotiated = negotiate(extensions);
            for (int inSize : new int[] {1, 3, 5000, BIG}) {
                for (int outSize : new int[] {1, 2, 8, 5000}) {
                    for (int length : new int[] {0, 1, 3000, 9000}) {
                        byte[] message = Codecs.sample(length, length);
                        int parts = Math.max(inSize, length / 500);
                        byte[] payload = Codecs.encode(negotiated.encoder(), message, parts, outSize);
                        assertArrayEquals(message, decode(negotiated, 0b111, payload, parts, outSize));
                    }
                }
            }
            negotiated.close();
        }
    }

    @Test
    @DisplayName("What one extension can't decode fails the message")
    void invalid() throws Exception {
        NegotiatedExtensions negotiated = negotiate(foo, bar);
        for (String payload : new String[] {"xy", "xxxxffa", "xxyyffb", "xxxxbbb"}) {
            assertThrows(
                    InvalidPayloadException.class,
                    () -> decode(negotiated, 0b011, payload.getBytes(UTF_8), 1, 1),
                    payload);
        }
    }
}
