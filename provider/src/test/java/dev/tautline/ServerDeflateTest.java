// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.spec.Profile;
import dev.tautline.testkit.Frames;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.5 at a server: what each property of permessage-deflate answers to an offer. */
class ServerDeflateTest {
    private final MemoryHost host = new MemoryHost();

    private static PerMessageDeflate deflate(String properties) {
        PerMessageDeflate.Builder builder = PerMessageDeflate.builder();
        for (String property : properties.isEmpty() ? new String[0] : properties.split(" ")) {
            String value = property.substring(property.indexOf('=') + 1);
            switch (property.substring(0, property.indexOf('='))) {
                case "snct" -> builder.serverNoContextTakeover(Boolean.parseBoolean(value));
                case "cnct" -> builder.clientNoContextTakeover(Boolean.parseBoolean(value));
                case "smwb" -> builder.serverMaxWindowBits(Integer.parseInt(value));
                case "cmwb" -> builder.clientMaxWindowBits(Integer.parseInt(value));
                default -> throw new IllegalArgumentException(property);
            }
        }
        return builder.build();
    }

    /** Parameter names are cut to their initials, here and in the offer. */
    private static String full(String parameters) {
        return ("permessage-deflate" + (parameters.isEmpty() ? "" : "; " + parameters))
                .replace("snct", "server_no_context_takeover")
                .replace("cnct", "client_no_context_takeover")
                .replace("smwb", "server_max_window_bits")
                .replace("cmwb", "client_max_window_bits");
    }

    @ParameterizedTest(name = "{0}: {1} meets {2}")
    @DisplayName("1.5-01 1.5-02 1.5-03 1.5-04 what a property answers to an offer; nothing means 400")
    @CsvSource({
        "1.5-01 unset, '', '', ''",
        "1.5-01 unset and asked, '', snct, snct",
        "1.5-01 always answered, snct=true, '', snct",
        "1.5-01 refused, snct=false, snct,",
        "1.5-01 refused but not asked, snct=false, '', ''",
        "1.5-02 demanded, cnct=true, '', cnct",
        "1.5-02 offered, '', cnct, cnct",
        "1.5-03 answered, smwb=10, '', smwb=10",
        "1.5-03 answered to a higher number, smwb=10, smwb=12, smwb=10",
        "1.5-03 a lower number is refused, smwb=10, smwb=9,",
        "1.5-03 refused when named, smwb=0, smwb=12,",
        "1.5-03 unset answers as asked, '', smwb=12, smwb=12",
        "1.5-04 answered where the offer has it, cmwb=10, cmwb, cmwb=10",
        "1.5-04 not without it, cmwb=10, '',",
        "1.5-04 a smaller number is refused, cmwb=10, cmwb=9,",
        "1.5-04 a larger number is answered, cmwb=10, cmwb=12, cmwb=10",
        "1.5-04 unset drops the flag, '', cmwb, ''",
        "1.5-04 false drops it, cmwb=0, cmwb, ''"
    })
    void answers(String row, String properties, String offer, String answer) {
        host.server(options -> options.perMessageDeflate(deflate(properties)));
        MemoryRequest request = MemoryRequest.get("/").with("Sec-WebSocket-Extensions", full(offer));
        if (answer == null) {
            assertEquals(400, host.refusal(request).status(), row);
        } else {
            assertEquals(List.of(full(answer)), host.open(request).header("Sec-WebSocket-Extensions"), row);
        }
    }

    @Test
    @DisplayName("1.5-05 level and strategy are checked and default to zlib's")
    void zlib() {
        assertEquals(-1, PerMessageDeflate.DEFAULTS.level());
        assertEquals(0, PerMessageDeflate.DEFAULTS.strategy());
        assertThrows(
                IllegalArgumentException.class,
                () -> PerMessageDeflate.builder().level(10).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> PerMessageDeflate.builder().strategy(9).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> PerMessageDeflate.builder().serverMaxWindowBits(7).build());
    }

    private String sent(PerMessageDeflate deflate, String offer, int length) {
        WebSocketServer server = host.server(options -> options.perMessageDeflate(deflate));
        MemoryClient client = host.open(MemoryRequest.get("/").with("Sec-WebSocket-Extensions", full(offer)));
        server.clients().iterator().next().send("a".repeat(length));
        String frames = client.received();
        server.close();
        return frames.startsWith("rsv1") ? "deflated" : "plain";
    }

    @Test
    @DisplayName("1.5-06 the threshold is 1024 bytes and counts only with the own no-context-takeover")
    void threshold() {
        assertEquals("deflated", sent(PerMessageDeflate.DEFAULTS, "", 10));
        assertEquals("plain", sent(PerMessageDeflate.DEFAULTS, "snct", 1023));
        assertEquals("deflated", sent(PerMessageDeflate.DEFAULTS, "snct", 1024));
        assertEquals("plain", sent(PerMessageDeflate.builder().threshold(10).build(), "snct", 9));
        assertEquals("deflated", sent(PerMessageDeflate.builder().threshold(10).build(), "snct", 10));
    }

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName(
            "1.5-09 the first acceptable offer is taken; an unusable one refuses under ws and is declined under faye")
    @CsvSource({
        "WS, 'permessage-deflate; server_max_window_bits=9, permessage-deflate', permessage-deflate; server_max_window_bits=9",
        "WS, 'permessage-deflate; unknown',",
        "WS, 'permessage-deflate, permessage-deflate; unknown',",
        "WS, 'permessage-deflate; server_no_context_takeover; server_no_context_takeover',",
        "WS, 'permessage-deflate; server_max_window_bits=16',",
        "WS, foo, ''",
        "FAYE, 'permessage-deflate; unknown', ''",
        "FAYE, 'permessage-deflate; unknown, permessage-deflate', permessage-deflate",
        "JAKARTA, 'permessage-deflate; server_max_window_bits=16', ''"
    })
    void offers(Profile profile, String offer, String answer) {
        host.server(profile, options -> options.perMessageDeflate(true));
        MemoryRequest request = MemoryRequest.get("/").with("Sec-WebSocket-Extensions", offer);
        if (answer == null) {
            assertEquals(400, host.refusal(request).status());
        } else {
            assertEquals(
                    answer.isEmpty() ? List.of() : List.of(answer),
                    host.open(request).header("Sec-WebSocket-Extensions"));
        }
    }

    @Test
    @DisplayName("1.5-08 bad deflate data is 1007")
    void badData() {
        host.server(options -> options.perMessageDeflate(true));
        MemoryClient client = host.open(MemoryRequest.get("/").with("Sec-WebSocket-Extensions", full("")));
        client.sends(Frames.frame(0xC1, new byte[] {-1, -1}, true));
        assertEquals("close 1007 \"\"", client.received());
    }
}
