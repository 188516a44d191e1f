// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoint an address reaches. The paths are the specification's examples. */
class UriMappingTest {
    private static final String[] PATHS = {
        "/one/b/", "/two/{var}", "/three/{var}/c", "/three/b/c", "/three/{var1}/{var2}", "/{var1}/d", "/b/{var2}", "/"
    };

    @RegisterExtension
    static final WebApplication APPLICATION = started();

    private static WebApplication started() {
        WebApplication application = WebApplication.builder().path("/root").start();
        for (String path : PATHS) {
            application.deploy(ServerEndpointConfig.Builder.create(Telling.class, path)
                    .configurator(new ServerEndpointConfig.Configurator())
                    .build());
        }
        return application;
    }

    /** Says where it is and what the variables are. */
    public static final class Telling extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.getAsyncRemote()
                    .sendText(
                            ((ServerEndpointConfig) config).getPath() + " "
                                    + new TreeMap<>(session.getPathParameters()),
                            result -> {});
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/one/b/; /one/b/ {}",
                "/two/b; /two/{var} {var=b}",
                "/two/apple; /two/{var} {var=apple}",
                "/two/a%20b=c; /two/{var} {var=a b=c}",
                "/three/b/c; /three/b/c {}",
                "/three/d/c; /three/{var}/c {var=d}",
                "/three/x/y; /three/{var1}/{var2} {var1=x, var2=y}",
                "/b/d; /b/{var2} {var2=d}",
                "/c/d; /{var1}/d {var1=c}",
                "/; / {}",
                "/two/./b; /two/{var} {var=b}",
                "/two/b/../c; /two/{var} {var=c}",
                "/%74wo/b; /two/{var} {var=b}",
            })
    @Section({"3.1.1", "6.5"})
    @DisplayName("exact segments go before variables, from left to right, under the context path")
    void matches(String uri, String told) {
        Recorder client = new Recorder();
        Pair.connect(client, APPLICATION.uri(uri));
        assertEquals(told, client.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/one/b",
                "/one/",
                "/two",
                "/two/",
                "/two/b/",
                "/two/b/c",
                "/Two/b",
                "/three/b",
                "/three/b/c/d",
                "/nowhere"
            })
    @Section({"3.1.1", "6.5"})
    @DisplayName("what no path matches gets no connection")
    void noMatch(String uri) {
        assertEquals(404, APPLICATION.wire(uri).exchange().status());
    }

    @Test
    @Section("6.5")
    @DisplayName("outside the context path there are no endpoints")
    void outside() {
        assertEquals(
                404,
                dev.tautline.tests.contract.wire.WireRequest.webSocket(APPLICATION.base(), "/two/b")
                        .exchange()
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/two/{other}",
                "/b/{x}",
                "/three/b/c",
                "/x/{a}/{a}",
                "/x/y{a}",
                "/x/{a}b",
                "/x/{}",
                "/x/{a",
                "/x//y",
                "/x/./y",
                "/x/../y",
            })
    @Section({"3.1.1", "4.1.1"})
    @DisplayName("a malformed path, an equal one and an equivalent template are refused")
    void refused(String path) {
        DeploymentException refusal = assertThrows(
                DeploymentException.class,
                () -> APPLICATION
                        .container()
                        .addEndpoint(ServerEndpointConfig.Builder.create(Telling.class, path)
                                .build()),
                path);
        assertTrue(refusal.getMessage() != null && refusal.getMessage().contains(path), "names the path: " + refusal);
        matches("/two/b", "/two/{var} {var=b}");
    }
}
