// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.SlowConsumerPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults and ranges. */
class EventSourceOptionsTest {
    @Test
    @DisplayName("1B.3-04 1B.3-05 retry is 5 s, ping is 10 s, and zero means the default")
    void defaults() {
        EventSourceOptions defaults = EventSourceOptions.DEFAULTS;
        assertEquals(Duration.ofSeconds(5), defaults.retry());
        assertEquals(Duration.ofSeconds(10), defaults.ping());
        EventSourceOptions zero = EventSourceOptions.builder()
                .retry(Duration.ZERO)
                .ping(Duration.ZERO)
                .build();
        assertEquals(Duration.ofSeconds(5), zero.retry());
        assertEquals(Duration.ofSeconds(10), zero.ping());
        assertEquals(List.of(), defaults.headers());
        assertEquals(16 * 1024 * 1024, defaults.outboundLimit());
        assertEquals(SlowConsumerPolicy.FAIL, defaults.slowConsumerPolicy());
        assertEquals(Duration.ofSeconds(20), defaults.sendTimeout());
        assertEquals(Duration.ofMinutes(2), defaults.writeTimeout());
        assertFalse(defaults.proxies().test(InetAddress.getLoopbackAddress()));
    }

    @Test
    void outOfRangeIsRefusedByName() {
        refused("retry", EventSourceOptions.builder().retry(Duration.ofMillis(-1)));
        refused("ping", EventSourceOptions.builder().ping(Duration.ofMillis(-1)));
        refused("outboundLimit", EventSourceOptions.builder().outboundLimit(0));
        refused("sendTimeout", EventSourceOptions.builder().sendTimeout(Duration.ZERO));
        refused("writeTimeout", EventSourceOptions.builder().writeTimeout(Duration.ofNanos(-1)));
    }

    private static void refused(String name, EventSourceOptions.Builder builder) {
        String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();
        assertTrue(message.contains(name), message);
    }

    @Test
    @DisplayName("1B.3-03 headers keep their order, also repeated ones")
    void headersInOrder() {
        EventSourceOptions options = EventSourceOptions.builder()
                .header("X-Two", "1")
                .headers(Map.of("Access-Control-Allow-Origin", "*"))
                .header("X-Two", "2")
                .build();
        assertEquals(
                List.of(
                        Map.entry("X-Two", "1"),
                        Map.entry("Access-Control-Allow-Origin", "*"),
                        Map.entry("X-Two", "2")),
                options.headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\n", "a\0"})
    @DisplayName("1B.3-03 a header can't smuggle another")
    void headersAreChecked(String value) {
        refused("X-Name", EventSourceOptions.builder().header("X-Name", value));
        refused("name", EventSourceOptions.builder().header("X" + value, "v"));
        refused("name", EventSourceOptions.builder().header("", "v"));
    }
}
