// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import static dev.tautline.internal.handshake.ServerAnswers.accepted;
import static dev.tautline.internal.handshake.ServerAnswers.deflating;
import static dev.tautline.internal.handshake.ServerAnswers.refused;
import static dev.tautline.internal.handshake.ServerAnswers.refusedByAll;
import static dev.tautline.internal.handshake.ServerAnswers.server;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Profile;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subprotocols and extensions of the opening handshake, at the server. */
class ServerNegotiationTest {
    @Nested
    class Subprotocols {
        @ParameterizedTest(name = "[{0}]")
        @ValueSource(strings = {"a b", "a,a", "a, b, a", "a;b", "a=1", "\"a\"", "ä", "a\u0000"})
        @DisplayName("SEMANTICS 1.4-07: malformed or repeated")
        void malformed(String value) {
            refusedByAll(
                    Requests.with("Sec-WebSocket-Protocol: " + value), 400, "Invalid Sec-WebSocket-Protocol header");
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(strings = {"a,,b", ",a,b", "a,b,", "a, ,b"})
        @DisplayName("SEMANTICS 1.4-07, RFC 9110 §5.6.1.2: empty elements are malformed under ws, skipped elsewhere")
        void emptyElements(String value) {
            OpeningRequest request = Requests.with("Sec-WebSocket-Protocol: " + value);
            refused(server(Profile.WS), request, 400, "Invalid Sec-WebSocket-Protocol header");
            assertEquals(
                    List.of("a", "b"), accepted(server(Profile.FAYE), request).subprotocols());
            assertEquals(
                    List.of("a", "b"),
                    accepted(server(Profile.JAKARTA), request).subprotocols());
        }

        @Test
        @DisplayName("RFC 6455 §11.3.4: several fields are one list")
        void fields() {
            OpeningRequest request = Requests.with("Sec-WebSocket-Protocol: b ,\tA", "Sec-WebSocket-Protocol: a");
            assertEquals(
                    List.of("b", "A", "a"),
                    accepted(server(Profile.WS), request).subprotocols());
            refusedByAll(
                    Requests.with("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: a"),
                    400,
                    "Invalid Sec-WebSocket-Protocol header");
        }

        @Test
        @DisplayName("SEMANTICS 1.1-16, 1B.1-03, DECISIONS: the choice by profile")
        void choice() {
            OpeningRequest request = Requests.with("Sec-WebSocket-Protocol: a, b, c");
            assertEquals("a", accepted(server(Profile.WS), request).chooseSubprotocol(null));
            assertEquals("", accepted(server(Profile.FAYE), request).chooseSubprotocol(null));
            assertEquals("", accepted(server(Profile.JAKARTA), request).chooseSubprotocol(null));
            for (Profile profile : Profile.values()) {
                Proposal proposal = accepted(server(profile), request);
                assertEquals("b", proposal.chooseSubprotocol(List.of("c", "x", "b")), "the client's order");
                assertEquals("", proposal.chooseSubprotocol(List.of("A")));
                assertEquals("", proposal.chooseSubprotocol(List.of()));
                assertEquals("", accepted(server(profile), Requests.with()).chooseSubprotocol(null));
            }
        }

        @Test
        @Timeout(60)
        @DisplayName("CVE-2021-32640: tokens and spaces are read in one pass")
        void linear() {
            String blanks = "a" + " ".repeat(400_000) + "b";
            refusedByAll(
                    Requests.with("Sec-WebSocket-Protocol: " + blanks), 400, "Invalid Sec-WebSocket-Protocol header");
            String commas = "a," + " ,".repeat(200_000);
            accepted(server(Profile.JAKARTA), Requests.with("Sec-WebSocket-Protocol: " + commas));
            StringBuilder many = new StringBuilder("x");
            for (int i = 0; i < 50_000; i++) {
                many.append(", t").append(i);
            }
            accepted(server(Profile.WS), Requests.with("Sec-WebSocket-Protocol: " + many));
        }
    }

    @Nested
    class Extensions {
        private static final String BODY = "Invalid or unacceptable Sec-WebSocket-Extensions header";

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(
                strings = {
                    "permessage-deflate; server_max_window_bits=7",
                    "permessage-deflate; server_max_window_bits=16",
                    "permessage-deflate; server_max_window_bits=08",
                    "permessage-deflate; x",
                    "permessage-deflate; x, permessage-deflate"
                })
        @DisplayName(
                "CVE-2026-2229, SEMANTICS 1.4-08, DECISIONS: an unusable offer is 400 under ws and declined elsewhere")
        void unusable(String value) {
            OpeningRequest request = Requests.with("Sec-WebSocket-Extensions: " + value);
            refused(deflating(Profile.WS), request, 400, BODY);
            for (Profile profile : new Profile[] {Profile.FAYE, Profile.JAKARTA}) {
                NegotiatedExtensions negotiated =
                        accepted(deflating(profile), request).extensions();
                assertEquals(value.contains(",") ? 1 : 0, negotiated.agreed().size());
            }
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(
                strings = {
                    "permessage-deflate; server_max_window_bits=",
                    "permessage-deflate; server_max_window_bits=\"\"",
                    "a;"
                })
        @DisplayName("SEMANTICS 1.4-08: a malformed header is 400; ws does not look without extensions of its own")
        void malformed(String value) {
            OpeningRequest request = Requests.with("Sec-WebSocket-Extensions: " + value);
            for (Profile profile : Profile.values()) {
                refused(deflating(profile), request, 400, BODY);
            }
            accepted(server(Profile.WS), request);
            refused(server(Profile.FAYE), request, 400, BODY);
            refused(server(Profile.JAKARTA), request, 400, BODY);
        }

        @Test
        @DisplayName("2017-11-08 (ws): unknown names are ignored, 101 without the header")
        void unknown() {
            OpeningRequest request = Requests.with("Sec-WebSocket-Extensions: constructor; __proto__, toString");
            for (Profile profile : Profile.values()) {
                Proposal proposal = accepted(deflating(profile), request);
                assertEquals(List.of(), proposal.extensions().agreed());
                assertEquals(2, proposal.extensionOffers().size());
                assertEquals(
                        List.of(),
                        Headers.of(proposal.accept("", List.of()).headers()).values("Sec-WebSocket-Extensions"));
            }
        }

        @Test
        @DisplayName("An application may choose other extensions than the server")
        void chosen() {
            Proposal proposal =
                    accepted(deflating(Profile.JAKARTA), Requests.with("Sec-WebSocket-Extensions: permessage-deflate"));
            assertEquals(List.of("permessage-deflate"), proposal.extensions().names());
            Acceptance acceptance =
                    proposal.withExtensions(NegotiatedExtensions.NONE).accept("", List.of());
            assertEquals(NegotiatedExtensions.NONE, acceptance.extensions());
            assertEquals(1, acceptance.headers().size());
        }
    }
}
