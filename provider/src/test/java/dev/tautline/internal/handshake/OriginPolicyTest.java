// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.spec.Profile;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private static boolean permits(OriginPolicy policy, OpeningRequest request) {
        return policy.permits(request.headers().values("Origin"), request);
    }

    @ParameterizedTest(name = "page {0}, Host {1}, secure {2}: {3}")
    @CsvSource({
        "http://example.com, example.com, false, true",
        "http://example.com:80, example.com, false, true",
        "http://example.com, example.com:80, false, true",
        "HTTP://EXAMPLE.com, Example.COM, false, true",
        "http://example.com:8080, example.com:8080, false, true",
        "http://example.com:8080, example.com, false, false",
        "http://example.com, example.com:8080, false, false",
        "https://example.com, example.com, true, true",
        "https://example.com:443, example.com, true, true",
        "https://example.com, example.com:443, true, true",
        "https://example.com, example.com, false, true",
        "https://example.com:8443, example.com:8443, false, true",
        "https://example.com, example.com:80, false, false",
        "http://example.com, example.com, true, false",
        "http://example.com:443, example.com:443, true, false",
        "http://example.com.evil.org, example.com, false, false",
        "http://evil-example.com, example.com, false, false",
        "http://sub.example.com, example.com, false, false",
        "http://example.com, sub.example.com, false, false",
        "http://example.com., example.com, false, false",
        "http://example.com@evil.org, example.com, false, false",
        "http://evil.org@example.com, example.com, false, false",
        "http://evil.org#example.com, example.com, false, false",
        "http://example.com/, example.com, false, false",
        "http://example.com/path, example.com, false, false",
        "http://example.com?x, example.com, false, false",
        "http://evil.org\\example.com, example.com, false, false",
        "null, example.com, false, false",
        "NULL, example.com, false, false",
        "'', example.com, false, false",
        "example.com, example.com, false, false",
        "//example.com, example.com, false, false",
        "://example.com, example.com, false, false",
        "http:example.com, example.com, false, false",
        "http://, example.com, false, false",
        "http://example.com:, example.com, false, false",
        "http://example.com:x, example.com, false, false",
        "http://example.com:-80, example.com, false, false",
        "http://example.com:65536, example.com:65536, false, false",
        "http://example.com:000080, example.com, false, false",
        "http://example.com:99999999999, example.com, false, false",
        "http://example.com:80:80, example.com, false, false",
        "http://[::1], [::1], false, true",
        "http://[::1]:8080, [::1]:8080, false, true",
        "http://[2001:DB8::1], [2001:db8::1], false, true",
        "http://[::1], [::2], false, false",
        "http://[::1, [::1, false, false",
        "http://[::1]x, [::1]x, false, false",
        "http://[], [], false, false",
        "http://[abc], [abc], false, false",
        "http://[::g], [::g], false, false",
        "http://::1, ::1, false, false",
        "http://127.0.0.1:8080, 127.0.0.1:8080, false, true",
        "http://localhost, 127.0.0.1, false, false",
        "ws://example.com, example.com, false, false",
        "ftp://example.com, example.com, false, false",
        "chrome-extension://example.com, example.com, false, false",
        "'http://example.com http://evil.org', example.com, false, false",
        "'http://evil.org, http://example.com', example.com, false, false",
        "http://ex%61mple.com, example.com, false, false",
        "http://example.com, user@example.com, false, false",
        "http://example.com, 'example.com,evil.org', false, false",
        "http://example.com, '', false, false",
    })
    @DisplayName("CSWSH: same origin is scheme, host and port")
    void sameOrigin(String origin, String host, boolean secure, boolean permitted) {
        OpeningRequest request = Requests.with("Origin: " + origin, "Host: " + host);
        assertEquals(permitted, permits(OriginPolicy.SAME_ORIGIN, secure ? Requests.secure(request) : request));
    }

    @Test
    @DisplayName(
            "CSWSH: no Origin is no browser; two are refused, also where both are right; a missing or second Host too")
    void counts() {
        OriginPolicy policy = OriginPolicy.SAME_ORIGIN;
        String page = "Origin: http://example.com";
        assertEquals(true, permits(policy, Requests.with()));
        assertEquals(true, permits(policy, Requests.with(page)));
        assertEquals(false, permits(policy, Requests.with(page, page)));
        assertEquals(false, permits(policy, Requests.with(page, "Host:")));
        assertEquals(false, permits(policy, Requests.with(page, "Host: example.com", "Host: example.com")));
    }

    @Test
    @DisplayName("CSWSH: an allow-list compares scheme, host and port")
    void allowList() {
        OriginPolicy policy = OriginPolicy.allow(
                List.of("https://a.example", "http://b.example:3000", "chrome-extension://abc", "http://[::1]"));
        assertEquals(true, permits(policy, Requests.with()));
        for (String origin : new String[] {
            "https://a.example",
            "https://A.example:443",
            "http://b.example:3000",
            "chrome-extension://abc",
            "http://[::1]:80"
        }) {
            assertEquals(true, permits(policy, Requests.with("Origin: " + origin)), origin);
        }
        for (String origin : new String[] {
            "http://a.example",
            "https://a.example:444",
            "http://b.example",
            "https://b.example:3000",
            "https://x.a.example",
            "https://a.example.evil",
            "null",
            "",
            "http://example.com"
        }) {
            assertEquals(false, permits(policy, Requests.with("Origin: " + origin)), origin);
        }
        assertEquals(false, permits(policy, Requests.with("Origin: https://a.example", "Origin: https://a.example")));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "*",
                "null",
                "a.example",
                "https://a.example/",
                "https://*.example",
                "https://u@a.example",
                "://a.example",
                ""
            })
    @DisplayName("An allow-list says at once what is no origin")
    void allowListEntries(String entry) {
        assertThrows(IllegalArgumentException.class, () -> OriginPolicy.allow(List.of(entry)));
    }

    @Test
    @DisplayName("CSWSH: refused with 403 in every profile; version 8 names its origin otherwise and is checked too")
    void refusal() {
        for (Profile profile : Profile.values()) {
            for (String field : new String[] {"Origin", "Sec-WebSocket-Origin"}) {
                OpeningRequest request = Requests.with(field + ": http://evil.org");
                ServerHandshake same = new ServerHandshake(profile, ExtensionNegotiator.NONE, OriginPolicy.SAME_ORIGIN);
                assertEquals(
                        403,
                        assertInstanceOf(Refusal.class, same.examine(request)).status());
                ServerHandshake any = new ServerHandshake(profile, ExtensionNegotiator.NONE, OriginPolicy.ANY);
                assertInstanceOf(Proposal.class, any.examine(request));
            }
        }
    }

    @Test
    @DisplayName("What a declared proxy forwards stands for Host and scheme; the last element is the proxy's own")
    void forwarded() {
        String page = "Origin: https://www.example";
        assertEquals(false, permits(OriginPolicy.SAME_ORIGIN, Requests.with(page, "X-Forwarded-Host: www.example")));
        for (String[] fields : new String[][] {
            {page, "X-Forwarded-Host: www.example"},
            {page, "X-Forwarded-Host: evil.org, www.example", "X-Forwarded-Proto: http, https"},
            {page, "X-Forwarded-Host: evil.org", "X-Forwarded-Host: www.example"},
            {page, "Forwarded: for=1.2.3.4;host=www.example;proto=https"},
            {page, "Forwarded: host=evil.org, for=\"[::1]\" ; Host=\"www.example\"", "X-Forwarded-Host: evil.org"},
            {page, "Host: www.example", "X-Forwarded-Host: "},
        }) {
            OpeningRequest request = ForwardedHeaders.apply(Requests.with(fields));
            assertEquals(true, permits(OriginPolicy.SAME_ORIGIN, request), String.join(" | ", fields));
        }
        assertEquals(
                true,
                ForwardedHeaders.apply(Requests.with("X-Forwarded-Proto: https"))
                        .secure());
        assertEquals(
                true,
                ForwardedHeaders.apply(Requests.with("X-Forwarded-Proto: wss")).secure());
        assertEquals(
                false,
                ForwardedHeaders.apply(Requests.secure(Requests.with("Forwarded: proto=http")))
                        .secure());
        assertEquals(
                true,
                ForwardedHeaders.apply(Requests.secure(Requests.with("Forwarded: for=x")))
                        .secure());
    }
}
