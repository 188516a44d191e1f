// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.PerMessageDeflate;
import dev.tautline.Verdict;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.spec.Profile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The same server in both languages.
 *
 * @param name of the configuration
 * @param theirs options for {@code peer.cjs}
 * @param ours the same for ours
 */
record ServerConfiguration(String name, String theirs, Consumer<WebSocketServerOptions.Builder> ours) {
    static List<ServerConfiguration> of(Profile profile) {
        return profile == Profile.FAYE ? faye() : ws();
    }

    private static List<ServerConfiguration> ws() {
        return List.of(
                new ServerConfiguration("plain", "{}", options -> {}),
                new ServerConfiguration(
                        "deflate", "{\"perMessageDeflate\":true}", options -> options.perMessageDeflate(true)),
                new ServerConfiguration(
                        "deflate-10",
                        "{\"perMessageDeflate\":{\"serverMaxWindowBits\":10,\"clientMaxWindowBits\":11}}",
                        options -> options.perMessageDeflate(PerMessageDeflate.builder()
                                .serverMaxWindowBits(10)
                                .clientMaxWindowBits(11)
                                .build())),
                new ServerConfiguration("small", "{\"maxPayload\":1000}", options -> options.maxPayload(1000)),
                new ServerConfiguration("few", "{\"maxFragments\":3}", options -> options.maxFragments(3)),
                new ServerConfiguration(
                        "refusing", "{\"verify\":{\"result\":false}}", options -> options.verifyClient(info -> false)),
                new ServerConfiguration(
                        "refusing-all",
                        "{\"verify\":{\"result\":false,\"code\":503,\"name\":\"come back\",\"headers\":{\"Retry-After\":\"7\"}}}",
                        options -> options.verifyClientAsync(info -> CompletableFuture.supplyAsync(
                                () -> Verdict.refuse(503, "come back", Map.of("Retry-After", "7"))))),
                new ServerConfiguration(
                        "choosing",
                        "{\"choose\":\"zwei\"}",
                        options -> options.handleProtocols((offered, request) -> "zwei")));
    }

    private static List<ServerConfiguration> faye() {
        return List.of(
                new ServerConfiguration("plain", "{}", options -> {}),
                new ServerConfiguration("deflate", "{\"compress\":true}", options -> options.perMessageDeflate(true)),
                new ServerConfiguration("small", "{\"maxLength\":1000}", options -> options.maxPayload(1000)),
                new ServerConfiguration(
                        "speaking",
                        "{\"protocols\":[\"one\",\"two\"]}",
                        options -> options.protocols(List.of("one", "two"))),
                new ServerConfiguration(
                        "fields",
                        "{\"headers\":{\"X-Custom\":\"yes\"}}",
                        options -> options.header("X-Custom", "yes")));
    }
}
