// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The path that endpoints are looked up by: behind the context, raw, without path parameters. */
class ServletPathTest {
    @ParameterizedTest
    @CsvSource({
        "/app, /app, /",
        "/app, /app/, /",
        "/app, /app/chat, /chat",
        "'', /chat, /chat",
        "'', /, /",
        "/app, /app/a%2Fb, /a%2Fb",
        "/app, /app/chat;jsessionid=1, /chat",
        "/app, /app/a;x=1;y=2/b;z, /a/b",
        "/app, /app/;x, /",
        "/app, /app;x, /"
    })
    void isBehindTheContext(String context, String uri, String path) {
        assertEquals(path, ServletUpgradeRequest.path(uri, context));
    }
}
