// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.NegotiationException;
import dev.tautline.internal.extension.DeflateOptions.Preference;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Profile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermessageDeflateTest {
    private static final String DECLINED = "";
    private static final String PMD = "permessage-deflate";

    private final DeflatePools pools = new DeflatePools(4, 4);

    @AfterEach
    void close() {
        pools.close();
    }

    /** Options as they are written in the tables: {@code s} server, {@code c} client, {@code nct} no context takeover, {@code bits}. */
    private DeflateOptions options(Profile profile, String table) {
        DeflateOptions.Builder builder = DeflateOptions.builder(profile).serverNoContextTakeover(Preference.UNSET);
        for (String option : table.isEmpty() ? new String[0] : table.split(" ")) {
            String value = option.substring(option.indexOf('=') + 1);
            boolean refused = value.equals("false");
            Preference preference = refused ? Preference.REFUSED : Preference.REQUIRED;
            switch (option.substring(0, option.indexOf('='))) {
                case "snct" -> builder.serverNoContextTakeover(preference);
                case "cnct" -> builder.clientNoContextTakeover(preference);
                case "sbits" -> builder.serverMaxWindowBits(refused ? DeflateOptions.REFUSED : Integer.parseInt(value));
                case "cbits" -> builder.clientMaxWindowBits(refused ? DeflateOptions.REFUSED : Integer.parseInt(value));
                case "keep" -> builder.keepContext(true);
                default -> throw new AssertionError(option);
            }
        }
        return builder.build();
    }

    /** The short forms of the tables as a header. */
    private static String header(String table) {
        return table.replace("pmd", PMD)
                .replace("snct", "server_no_context_takeover")
                .replace("cnct", "client_no_context_takeover")
                .replace("sbits", "server_max_window_bits")
                .replace("cbits", "client_max_window_bits");
    }

    private NegotiatedExtensions accept(DeflateOptions options, String offers)
            throws NegotiationException, InvalidHeaderException {
        return new ExtensionNegotiator(List.of(new PermessageDeflate(options, pools)))
                .accept(ExtensionHeader.parse(List.of(header(offers))));
    }

    private NegotiatedExtensions activate(DeflateOptions options, String response)
            throws NegotiationException, InvalidHeaderException {
        return new ExtensionNegotiator(List.of(new PermessageDeflate(options, pools)))
                .activate(ExtensionHeader.parse(List.of(header(response))));
    }

    @Nested
    class Server {
        @ParameterizedTest(name = "[{0}] {1} -> {2}")
        @CsvSource(
                nullValues = "refused",
                value = {
                    "'', pmd, pmd",
                    "'', pmd; snct, pmd; snct",
                    "'', pmd; cnct, pmd; cnct",
                    "'', pmd; sbits=10, pmd; sbits=10",
                    "'', pmd; cbits, pmd",
                    "'', pmd; cbits=10, pmd; cbits=10",
                    "snct=true, pmd, pmd; snct",
                    "snct=false, pmd, pmd",
                    "snct=false, pmd; snct, refused",
                    "snct=false, 'pmd; snct, pmd', pmd",
                    "cnct=true, pmd, pmd; cnct",
                    "cnct=false, pmd; cnct, pmd; cnct",
                    "sbits=10, pmd, pmd; sbits=10",
                    "sbits=10, pmd; sbits=12, pmd; sbits=10",
                    "sbits=10, pmd; sbits=9, refused",
                    "sbits=10, 'pmd; sbits=9, pmd; sbits=11', pmd; sbits=10",
                    "sbits=false, pmd, pmd",
                    "sbits=false, pmd; sbits=15, refused",
                    "cbits=10, pmd, refused",
                    "cbits=10, pmd; cbits, pmd; cbits=10",
                    "cbits=10, pmd; cbits=12, pmd; cbits=10",
                    "cbits=10, pmd; cbits=9, refused",
                    "cbits=false, pmd; cbits=9, pmd",
                    "snct=true cnct=true sbits=9 cbits=11, pmd; cbits, pmd; snct; cnct; sbits=9; cbits=11",
                    "'', 'foo, pmd; cnct, pmd', pmd; cnct",
                    "'', foo, ''",
                })
        @DisplayName("SEMANTICS 1.5-01 to 1.5-04, 1.5-09: offers under ws")
        void strictly(String table, String offers, String expected) throws Exception {
            DeflateOptions options = options(Profile.WS, table);
            if (expected == null) {
                assertThrows(NegotiationException.class, () -> accept(options, offers));
            } else {
                assertEquals(header(expected), accept(options, offers).header());
            }
        }

        @ParameterizedTest(name = "[{0}] {1} -> {2}")
        @CsvSource({
            "'', pmd, pmd",
            "'', pmd; snct, pmd; snct",
            "'', pmd; cnct, pmd; cnct",
            "'', pmd; sbits=10, pmd; sbits=10",
            "'', pmd; cbits, pmd",
            "'', pmd; cbits=15, pmd",
            "'', pmd; cbits=10, pmd; cbits=10",
            "snct=true, pmd, pmd; snct",
            "snct=false, pmd; snct, ''",
            "snct=false, 'pmd; snct, pmd', pmd",
            "cnct=true, pmd, pmd; cnct",
            "sbits=10, pmd, pmd",
            "sbits=10, pmd; sbits=12, pmd; sbits=10",
            "sbits=10, pmd; sbits=9, pmd; sbits=9",
            "sbits=false, pmd; sbits=15, ''",
            "cbits=10, pmd, pmd",
            "cbits=10, pmd; cbits, pmd; cbits=10",
            "cbits=10, pmd; cbits=12, pmd; cbits=10",
            "cbits=10, pmd; cbits=9, pmd; cbits=9",
            "cbits=false, pmd; cbits=9, pmd",
        })
        @DisplayName("SEMANTICS 1B.6, RFC 7692 §7.1: offers under faye and jakarta")
        void leniently(String table, String offers, String expected) throws Exception {
            for (Profile profile : new Profile[] {Profile.FAYE, Profile.JAKARTA}) {
                assertEquals(
                        header(expected),
                        accept(options(profile, table), offers).header());
            }
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(
                strings = {
                    "unknown",
                    "unknown=1",
                    "constructor",
                    "__proto__",
                    "snct=1",
                    "cnct=true",
                    "sbits",
                    "sbits=7",
                    "sbits=16",
                    "sbits=08",
                    "sbits=\"08\"",
                    "sbits=8.0",
                    "sbits=+8",
                    "sbits=0x8",
                    "sbits=1",
                    "sbits=100",
                    "sbits=1a",
                    "sbits=-8",
                    "cbits=7",
                    "cbits=16",
                    "cbits=08",
                    "cbits=015",
                    "cbits=99999999999999999999",
                    "snct; snct",
                    "cnct; cnct",
                    "sbits=10; sbits=10",
                    "cbits; cbits",
                    "cbits; cbits=10",
                    "cbits=10; cbits",
                    "SERVER_NO_CONTEXT_TAKEOVER"
                })
        @DisplayName(
                "CVE-2026-2229, RFC 7692 §7.1: unknown, repeated and out-of-range parameters: ws refuses, others decline")
        void invalidOffers(String parameters) throws Exception {
            String offer = "pmd; " + parameters;
            assertThrows(NegotiationException.class, () -> accept(options(Profile.WS, ""), offer));
            assertThrows(NegotiationException.class, () -> accept(options(Profile.WS, ""), "pmd, " + offer));
            for (Profile profile : new Profile[] {Profile.FAYE, Profile.JAKARTA}) {
                assertEquals(DECLINED, accept(options(profile, ""), offer).header());
                assertEquals(
                        header("pmd; cnct"),
                        accept(options(profile, ""), offer + ", pmd; cnct").header());
            }
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        @DisplayName("RFC 7692 §7.1.2: every number from 8 to 15 is a window, quoted or not")
        void validBits(int bits) throws Exception {
            for (Profile profile : Profile.values()) {
                DeflateOptions options = options(profile, "");
                assertEquals(
                        header("pmd; sbits=" + bits),
                        accept(options, "pmd; sbits=\"" + bits + "\"").header());
                NegotiatedExtensions negotiated = accept(options, "pmd; sbits=" + bits);
                assertEquals(settings(negotiated).windowBits(), bits);
            }
        }

        @Test
        @DisplayName(
                "Jakarta answers server_no_context_takeover, since it keeps no context; ws and faye only when asked")
        void defaults() throws Exception {
            assertEquals(
                    header("pmd; snct"),
                    accept(DeflateOptions.of(Profile.JAKARTA), "pmd; cbits").header());
            assertEquals(
                    PMD, accept(DeflateOptions.of(Profile.WS), "pmd; cbits").header());
            assertEquals(
                    PMD, accept(DeflateOptions.of(Profile.FAYE), "pmd; cbits").header());
        }

        @Test
        @DisplayName("SEMANTICS 1B.6: a configured window is kept to also where it is not answered")
        void unspokenWindow() throws Exception {
            assertEquals(
                    9, settings(accept(options(Profile.FAYE, "sbits=9"), "pmd")).windowBits());
        }

        @Test
        @DisplayName("RFC 7692 §7.1.1.2: the peer's context is kept unless it said it keeps none")
        void peerContext() throws Exception {
            assertContext(accept(options(Profile.WS, ""), "pmd"), true);
            assertContext(accept(options(Profile.WS, ""), "pmd; cnct"), false);
            assertContext(accept(options(Profile.WS, "cnct=true"), "pmd"), false);
        }

        @Test
        @DisplayName("RFC 7692 §7.1.1.1: a context of our own is kept only on request and where it is allowed")
        void ownContext() throws Exception {
            assertEquals(false, settings(accept(options(Profile.WS, ""), "pmd")).keepContext());
            NegotiatedExtensions kept = accept(options(Profile.WS, "keep=true"), "pmd");
            assertNull(kept.wireForm());
            kept.encoder().begin(Opcode.TEXT, 2000, true, true);
            assertEquals(0, pools.deflaters(), "the connection has a deflater of its own");
            kept.close();
            assertNotNull(accept(options(Profile.WS, "keep=true"), "pmd; snct").wireForm());
            assertNotNull(
                    accept(options(Profile.WS, "keep=true snct=true"), "pmd").wireForm());
        }
    }

    @Nested
    class Client {
        @ParameterizedTest(name = "[{0}] -> {1}")
        @CsvSource({
            "'', pmd; cbits",
            "snct=true, pmd; snct; cbits",
            "snct=false, pmd; cbits",
            "cnct=true, pmd; cnct; cbits",
            "sbits=10, pmd; sbits=10; cbits",
            "cbits=10, pmd; cbits=10",
            "cbits=false, pmd",
        })
        @DisplayName("SEMANTICS 1.5-01 to 1.5-04: what a client offers")
        void offers(String table, String expected) {
            for (Profile profile : Profile.values()) {
                assertEquals(
                        header(expected),
                        ExtensionHeader.format(new PermessageDeflate(options(profile, table), pools).offers()));
            }
        }

        @ParameterizedTest(name = "[{0}] {1}: {2}")
        @CsvSource({
            "'', pmd, true",
            "'', pmd; snct, true",
            "'', pmd; cnct, true",
            "'', pmd; sbits=10, true",
            "'', pmd; cbits=10, true",
            "'', pmd; cbits, false",
            "cnct=false, pmd; cnct, false",
            "cbits=false, pmd; cbits=10, false",
            "cbits=10, pmd; cbits=11, false",
            "cbits=10, pmd; cbits=9, true",
            "cbits=10, pmd, true",
            "snct=true, pmd, false",
            "snct=true, pmd; snct, true",
            "sbits=10, pmd, false",
            "sbits=10, pmd; sbits=11, false",
            "sbits=10, pmd; sbits=10, true",
            "sbits=10, pmd; sbits=8, true",
            "'', pmd; unknown, false",
            "'', pmd; snct; snct, false",
            "'', pmd; snct=1, false",
            "'', pmd; sbits, false",
            "'', pmd; sbits=7, false",
            "'', pmd; sbits=16, false",
            "'', pmd; sbits=08, false",
            "'', pmd; cbits=7, false",
            "'', pmd; cbits=16, false",
            "'', pmd; cbits=08, false",
            "'', 'pmd, pmd', false",
            "'', foo, false",
        })
        @DisplayName("CVE-2026-2229, RFC 7692 §7.1: what a client accepts as an answer, in every profile")
        void answers(String table, String response, boolean allowed) throws Exception {
            for (Profile profile : Profile.values()) {
                DeflateOptions options = options(profile, table);
                if (allowed) {
                    assertEquals(header(response), activate(options, response).header());
                } else {
                    assertThrows(NegotiationException.class, () -> activate(options, response));
                }
            }
        }

        @ParameterizedTest(name = "[{0}] {1}: {2} bits")
        @CsvSource({"'', pmd, 15", "'', pmd; cbits=9, 9", "cbits=10, pmd, 10", "cbits=12, pmd; cbits=8, 8"})
        @DisplayName("RFC 7692 §7.1.2.2: a client keeps to the smaller window")
        void window(String table, String response, int bits) throws Exception {
            assertEquals(
                    bits,
                    settings(activate(options(Profile.WS, table), response)).windowBits());
        }

        @Test
        @DisplayName("RFC 7692 §7.1.1: contexts of both directions")
        void contexts() throws Exception {
            assertContext(activate(options(Profile.WS, ""), "pmd"), true);
            assertContext(activate(options(Profile.WS, ""), "pmd; snct"), false);
            assertNull(activate(options(Profile.WS, "keep=true"), "pmd").wireForm());
            assertNotNull(
                    activate(options(Profile.WS, "keep=true"), "pmd; cnct").wireForm());
            assertNotNull(
                    activate(options(Profile.WS, "keep=true cnct=true"), "pmd").wireForm());
        }
    }

    @Nested
    class Threshold {
        @Test
        @DisplayName(
                "SEMANTICS 1.5-06: ws asks for the threshold only where its own no-context-takeover was negotiated")
        void ws() throws Exception {
            DeflateOptions options = options(Profile.WS, "");
            assertEquals(0b100, begin(accept(options, "pmd"), 10));
            assertEquals(0, begin(accept(options, "pmd; snct"), 1023));
            assertEquals(0b100, begin(accept(options, "pmd; snct"), 1024));
            assertEquals(0b100, begin(accept(options, "pmd; cnct"), 10));
            assertEquals(0, begin(activate(options, "pmd; cnct"), 10));
            assertEquals(0b100, begin(activate(options, "pmd; snct"), 10));
            assertEquals(0b100, begin(activate(options(Profile.WS, "cnct=true"), "pmd"), 10));
        }

        @Test
        @DisplayName("DECISIONS, Defaults: jakarta has 256 bytes always, faye compresses every message")
        void others() throws Exception {
            assertEquals(0, begin(accept(options(Profile.JAKARTA, ""), "pmd"), 255));
            assertEquals(0b100, begin(accept(options(Profile.JAKARTA, ""), "pmd"), 256));
            assertEquals(0b100, begin(accept(options(Profile.FAYE, ""), "pmd; snct"), 1));
        }

        private int begin(NegotiatedExtensions negotiated, int length) {
            int rsv = negotiated.encoder().begin(Opcode.TEXT, length, true, true);
            negotiated.close();
            return rsv;
        }
    }

    @Nested
    class Options {
        @ParameterizedTest(name = "[{0}]")
        @EnumSource(Profile.class)
        @DisplayName("Values out of range are refused where they are given")
        void ranges(Profile profile) {
            for (int bits : new int[] {-2, 1, 7, 16}) {
                assertRefused(DeflateOptions.builder(profile).serverMaxWindowBits(bits));
                assertRefused(DeflateOptions.builder(profile).clientMaxWindowBits(bits));
            }
            assertRefused(DeflateOptions.builder(profile).level(10));
            assertRefused(DeflateOptions.builder(profile).level(-2));
            assertRefused(DeflateOptions.builder(profile).strategy(3));
            assertRefused(DeflateOptions.builder(profile).strategy(-1));
            assertRefused(DeflateOptions.builder(profile).threshold(-1));
        }

        private void assertRefused(DeflateOptions.Builder builder) {
            assertThrows(IllegalArgumentException.class, builder::build);
        }

        @Test
        @DisplayName(
                "Messages of connections share a wire form exactly if level, strategy, window and threshold are equal")
        void wireForms() throws Exception {
            NegotiatedExtensions plain = accept(options(Profile.FAYE, ""), "pmd");
            assertEquals(
                    plain.wireForm(),
                    accept(options(Profile.FAYE, ""), "pmd; snct; cnct").wireForm());
            assertNotEquals(
                    plain.wireForm(),
                    accept(options(Profile.FAYE, ""), "pmd; sbits=9").wireForm());
            assertNotEquals(plain.wireForm(), NegotiatedExtensions.NONE.wireForm());
            DeflateOptions fast = DeflateOptions.builder(Profile.FAYE).level(1).build();
            assertNotEquals(plain.wireForm(), accept(fast, "pmd").wireForm());
        }
    }

    private static DeflateSettings settings(NegotiatedExtensions negotiated) {
        List<?> forms = (List<?>) negotiated.wireForm();
        assertNotNull(forms);
        return (DeflateSettings) forms.get(0);
    }

    /** RFC 7692 §7.2.3.2: the second message refers to the first. */
    private void assertContext(NegotiatedExtensions negotiated, boolean kept) throws InvalidPayloadException {
        Codecs.decode(negotiated.decoder(), Codecs.hex("f2 48 cd c9 c9 07 00"), 100, 100);
        byte[] second = Codecs.hex("f2 00 11 00 00");
        if (kept) {
            assertEquals(5, Codecs.decode(negotiated.decoder(), second, 100, 100).length);
        } else {
            assertThrows(InvalidPayloadException.class, () -> Codecs.decode(negotiated.decoder(), second, 100, 100));
        }
        negotiated.close();
    }
}
