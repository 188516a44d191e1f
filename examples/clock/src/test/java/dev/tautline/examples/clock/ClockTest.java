// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock without a browser. */
class ClockTest {
    private static HttpRequest.Builder get(Clock clock, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + clock.port() + path));
    }

    @Test
    void ticksAndReplays() throws Exception {
        try (Clock clock = Clock.start(0, Duration.ofSeconds(1))) {
            clock.tick();
            clock.tick();
            HttpRequest back = get(clock, "/clock")
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", "1")
                    .build();
            var response = HttpClient.newHttpClient().send(back, BodyHandlers.ofInputStream());
            assertEquals(200, response.statusCode());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertEquals("retry: 1000", lines.readLine());
                assertEquals("", lines.readLine());
                assertEquals("event: tick", lines.readLine());
                assertEquals("id: 2", lines.readLine());
                assertTrue(lines.readLine().startsWith("data: "));
                assertEquals("", lines.readLine());
                clock.tick();
                assertEquals("event: tick", lines.readLine());
                assertEquals("id: 3", lines.readLine());
            }
        }
    }

    @Test
    void thePageAndNothingElse() throws Exception {
        try (Clock clock = Clock.start(0, Duration.ofSeconds(1))) {
            HttpClient client = HttpClient.newHttpClient();
            var page = client.send(get(clock, "/").build(), BodyHandlers.ofString());
            assertTrue(page.body().contains("new EventSource('clock')"), page.body());
            assertEquals(
                    406,
                    client.send(get(clock, "/clock").build(), BodyHandlers.discarding())
                            .statusCode());
        }
    }
}
