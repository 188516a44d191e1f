// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.websocket.DeploymentException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTemplatesTest {
    private static final List<String> OVERLAPPING = List.of(
            "/",
            "/a",
            "/a/",
            "/{a}",
            "/c/d",
            "/c/{d}",
            "/{c}/d",
            "/{c}/{d}",
            "/a/c/d",
            "/a/c/{d}",
            "/a/{c}/d",
            "/{a}/c/d",
            "/a/{c}/{d}",
            "/{a}/c/{d}",
            "/{a}/{c}/d",
            "/{a}/{c}/{d}",
            "/x/{y}/1/{z}",
            "/x/b/2/{z}");

    private static UriTemplates<String> templates(List<String> paths) throws DeploymentException {
        UriTemplates<String> templates = new UriTemplates<>();
        for (String path : paths) {
            templates.add(UriTemplate.parse(path), path);
        }
        return templates;
    }

    @ParameterizedTest
    @CsvSource({
        "/, /, {}",
        "'', /, {}",
        "/;jsessionid=1, /, {}",
        "/a, /a, {}",
        "/a/, /a/, {}",
        "/b, /{a}, {a=b}",
        "/A, /{a}, {a=A}",
        "/c/d, /c/d, {}",
        "/c/x, /c/{d}, {d=x}",
        "/x/d, /{c}/d, {c=x}",
        "/x/y, /{c}/{d}, '{c=x, d=y}'",
        "/a/c/d, /a/c/d, {}",
        "/a/c/x, /a/c/{d}, {d=x}",
        "/a/x/d, /a/{c}/d, {c=x}",
        "/x/c/d, /{a}/c/d, {a=x}",
        "/a/x/y, /a/{c}/{d}, '{c=x, d=y}'",
        "/x/c/y, /{a}/c/{d}, '{a=x, d=y}'",
        "/x/y/d, /{a}/{c}/d, '{a=x, c=y}'",
        "/x/y/z, /{a}/{c}/{d}, '{a=x, c=y, d=z}'",
        "/x/b/1/q, /x/{y}/1/{z}, '{y=b, z=q}'",
        "/x/b/2/q, /x/b/2/{z}, {z=q}"
    })
    void exactSegmentsWinFromTheLeft(String path, String template, String parameters) throws DeploymentException {
        List<String> reversed = OVERLAPPING.stream().sorted().toList();
        for (List<String> order : List.of(OVERLAPPING, reversed)) {
            UriTemplates.Match<String> match = templates(order).match(path);
            assertNotNull(match, path);
            assertEquals(template, match.target());
            assertEquals(template, match.template().path());
            assertEquals(parameters, match.pathParameters().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/b/c/d/e",
                "/x/b/3/q",
                "//",
                "/b/",
                "/c/",
                "/c/d/",
                "/a//d",
                "//a",
                "/a/../a",
                "/a/%2e%2e",
                "/%2e",
                "/a%",
                "/a%2",
                "/%f0%28",
                "/a/%g0"
            })
    void matchesNothing(String path) throws DeploymentException {
        assertNull(templates(OVERLAPPING).match(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/room/caf%C3%A9, café",
        "/room/a%20b, a b",
        "/room/a+b, a+b",
        "/room/k=v, k=v",
        "/room/a%2Fb, a/b",
        "/room/x;jsessionid=1, x",
        "/ro%6Fm/x, x"
    })
    void decodesParameters(String path, String value) throws DeploymentException {
        UriTemplates.Match<String> match = templates(List.of("/room/{name}")).match(path);
        assertNotNull(match);
        assertEquals(Map.of("name", value), match.pathParameters());
    }

    @ParameterizedTest
    @CsvSource({"/a, /a", "/a/, /a/", "/{a}, /{b}", "/x/{a}/y, /x/{b}/y", "/a b, /a%20b", "/, /"})
    void refusesEqualTemplates(String one, String other) throws DeploymentException {
        UriTemplates<String> templates = templates(List.of(one));
        DeploymentException refused =
                assertThrows(DeploymentException.class, () -> templates.add(UriTemplate.parse(other), "the other"));
        assertEquals(
                "the path \"" + other + "\" is already that of " + one
                        + (one.equals(other) ? "" : " as \"" + one + "\""),
                refused.getMessage());
    }

    @Test
    void clearedMatchesNothing() throws DeploymentException {
        UriTemplates<String> templates = templates(OVERLAPPING);
        templates.clear();
        assertNull(templates.match("/a"));
    }
}
