// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.spec.UpgradeRequest;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a source knows of its request. */
@DisplayName("1B.3-09 url and lastEventId")
class RequestFactsTest {
    private static UpgradeRequest request(String uri, Map<String, String> headers) throws Exception {
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName("10.0.0.7"), 40_000);
        Map<String, Object> answers = Map.of(
                "method",
                "GET",
                "protocol",
                "HTTP/1.1",
                "requestUri",
                URI.create(uri),
                "isSecure",
                uri.startsWith("wss"),
                "remoteAddress",
                peer);
        return (UpgradeRequest) Proxy.newProxyInstance(
                RequestFactsTest.class.getClassLoader(),
                new Class<?>[] {UpgradeRequest.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("headers")) {
                        String value = headers.get((String) args[0]);
                        return value == null ? List.of() : List.of(value);
                    }
                    return answers.get(method.getName());
                });
    }

    private static RequestFacts facts(String uri, Map<String, String> headers) throws Exception {
        return RequestFacts.of(request(uri, headers), address -> false);
    }

    @Test
    void theUrlIsAbsoluteAndHasTheHostOfTheRequest() throws Exception {
        assertEquals(
                "http://example.com:8080/a%20b/c?d=e&f",
                facts("ws://ignored/a%20b/c?d=e&f", Map.of("Host", "example.com:8080"))
                        .url());
        assertEquals(
                "https://example.com/",
                facts("wss://ignored/", Map.of("Host", "example.com")).url());
        assertEquals(
                "http://authority.example/x",
                facts("ws://authority.example/x", Map.of()).url());
    }

    @Test
    void forwardedHeadersCountOnlyFromADeclaredProxy() throws Exception {
        Map<String, String> forwarded =
                Map.of("Host", "inner", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "public.example");
        assertEquals("http://inner/x", facts("ws://inner/x", forwarded).url());
        InetAddress proxy = InetAddress.getByName("10.0.0.7");
        assertEquals(
                "https://public.example/x",
                RequestFacts.of(request("ws://inner/x", forwarded), proxy::equals)
                        .url());
        InetAddress another = InetAddress.getByName("10.0.0.8");
        assertEquals(
                "http://inner/x",
                RequestFacts.of(request("ws://inner/x", forwarded), another::equals)
                        .url());
    }

    @Test
    void theLastEventIdIsTextOrEmpty() throws Exception {
        assertEquals("", facts("ws://h/", Map.of()).lastEventId());
        assertEquals("99", facts("ws://h/", Map.of("Last-Event-ID", "99")).lastEventId());
        assertEquals(
                "grün",
                facts("ws://h/", Map.of("Last-Event-ID", "gr\u00C3\u00BCn")).lastEventId());
        assertEquals(
                "gr\u00FCn",
                facts("ws://h/", Map.of("Last-Event-ID", "gr\u00FCn")).lastEventId());
        assertEquals(
                "\u20AC", facts("ws://h/", Map.of("Last-Event-ID", "\u20AC")).lastEventId());
    }
}
