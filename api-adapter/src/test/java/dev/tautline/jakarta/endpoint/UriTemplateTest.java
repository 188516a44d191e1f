// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.DeploymentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "'', it must begin with",
        "chat, it must begin with",
        "{room}, it must begin with",
        "//, it has an empty segment",
        "/a//b, it has an empty segment",
        "/a//, it has an empty segment",
        "/./a, may not have the segments",
        "/a/.., may not have the segments",
        "/a/../b, may not have the segments",
        "/a/%2e%2e/b, may not have the segments",
        "/{a}/{a}, the variable \"a\" occurs twice",
        "/{}, is no variable of a level 1 template",
        "/{+a}, is no variable of a level 1 template",
        "/{#a}, is no variable of a level 1 template",
        "'/{a,b}', is no variable of a level 1 template",
        "/{a*}, is no variable of a level 1 template",
        "/{a:3}, is no variable of a level 1 template",
        "/{a}{b}, is no variable of a level 1 template",
        "/{.a}, is no variable of a level 1 template",
        "/{a, the braces do not enclose the whole segment",
        "/a}, the braces do not enclose the whole segment",
        "/room-{a}, the braces do not enclose the whole segment",
        "/{a}.html, the braces do not enclose the whole segment",
        "/a{b/c}, the braces do not enclose the whole segment",
        "/a?b=c, it may not have a query",
        "/a#b, it may not have a query",
        "/a;b=c, it may not have a query",
        "/a%2, the percent-encoding in \"a%2\" is broken",
        "/a%zz, the percent-encoding in \"a%zz\" is broken",
        "/%ff, the percent-encoding in \"%ff\" is broken"
    })
    void refusesMalformedPaths(String path, String message) {
        DeploymentException refused = assertThrows(DeploymentException.class, () -> UriTemplate.parse(path));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertTrue(refused.getMessage().contains('"' + path + '"'), refused.getMessage());
    }

    @ParameterizedTest
    @NullSource
    void refusesNull(String path) {
        assertThrows(DeploymentException.class, () -> UriTemplate.parse(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a.b/~c", "/a%20b", "/{a}", "/{user-id}/{user_id}/{a.b}", "/ä/{ö}"})
    void accepts(String path) throws DeploymentException {
        assertEquals(path, UriTemplate.parse(path).path());
    }

    @Test
    void listsItsVariables() throws DeploymentException {
        assertEquals(
                List.of("room", "name"),
                UriTemplate.parse("/chat/{room}/as/{name}").variables());
        assertEquals(List.of(), UriTemplate.parse("/chat").variables());
    }
}
