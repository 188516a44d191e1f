// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Back-off, {@code Retry-After} and what is temporary: values, no sockets. */
class ReconnectTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("1994-11-06T08:49:30Z"), ZoneOffset.UTC);

    /** The largest and the smallest that a generator gives. */
    private static final RandomGenerator HIGH = () -> -1L;

    private static final RandomGenerator LOW = () -> 0L;

    private static Reconnect.Builder exact() {
        return Reconnect.builder().jitter(0);
    }

    private static long millis(Reconnect reconnect, long attempt, @Nullable String retryAfter, RandomGenerator random) {
        return reconnect.delay(attempt, retryAfter, random, CLOCK).toMillis();
    }

    @Test
    void growsUpToTheLongest() {
        Reconnect reconnect = exact().initialDelay(Duration.ofMillis(100))
                .factor(3)
                .maxDelay(Duration.ofSeconds(2))
                .build();
        assertEquals(
                List.of(100L, 300L, 900L, 2000L, 2000L),
                IntStream.rangeClosed(1, 5)
                        .mapToObj(attempt -> millis(reconnect, attempt, null, HIGH))
                        .toList());
    }

    @Test
    void neverOverflows() {
        assertEquals(30_000, millis(exact().factor(1000).build(), Long.MAX_VALUE, null, HIGH));
    }

    @ParameterizedTest(name = "jitter {0}: {1} to {2} ms")
    @CsvSource({"0, 1000, 1000", "0.25, 750, 1000", "1, 0, 999"})
    void jitterIsTheRandomPart(double jitter, long least, long most) {
        Reconnect reconnect = Reconnect.builder().jitter(jitter).build();
        assertEquals(least, millis(reconnect, 1, null, LOW));
        assertEquals(most, millis(reconnect, 1, null, HIGH));
    }

    @Test
    void defaults() {
        Reconnect defaults = Reconnect.DEFAULTS;
        assertEquals(Duration.ofSeconds(1), defaults.initialDelay());
        assertEquals(2, defaults.factor());
        assertEquals(Duration.ofSeconds(30), defaults.maxDelay());
        assertEquals(1, defaults.jitter());
        assertEquals(Reconnect.UNLIMITED, defaults.maxAttempts());
        assertEquals(Duration.ofSeconds(5), defaults.resetAfter());
        assertEquals(Duration.ofMinutes(5), defaults.retryAfterLimit());
    }

    /** RFC 9110 §10.2.3 and the three dates of §5.6.7. */
    @ParameterizedTest(name = "Retry-After: {0} is {1} ms")
    @CsvSource(
            value = {
                "120; 120000",
                " 7 ; 7000",
                "Sun, 06 Nov 1994 08:49:37 GMT; 7000",
                "Sunday, 06-Nov-94 08:49:37 GMT; 7000",
                "Sun Nov  6 08:49:37 1994; 7000",
                "Sun, 06 Nov 1994 08:49:00 GMT; 1000",
                "Sunday, 06-Nov-44 08:49:37 GMT; 300000",
                "Tuesday, 06-Nov-45 08:49:37 GMT; 1000",
                "0; 1000",
                "-5; 1000",
                "soon; 1000",
                "''; 1000",
                "9999; 300000",
                "999999999999999999; 300000",
                "99999999999999999999; 1000"
            },
            delimiter = ';')
    void retryAfter(String field, long expected) {
        assertEquals(expected, millis(exact().build(), 1, field, HIGH));
    }

    @Test
    void retryAfterDoesNotShorten() {
        assertEquals(8_000, millis(exact().build(), 4, "3", HIGH));
        assertEquals(
                1_000,
                millis(exact().retryAfterLimit(Duration.ZERO).build(), 1, "60", HIGH),
                "a limit of zero ignores it");
    }

    private static boolean isTemporary(boolean wasOpen, int code, int status) {
        return new Disconnect(wasOpen, new CloseEvent(code, "", true), null, status).isTemporary();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1002, 1003, 1007, 1008, 1009, 1010})
    void codesThatEnd(int code) {
        assertEquals(false, isTemporary(true, code, 101));
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1005, 1006, 1011, 1012, 1013, 1014, 1015, 3000, 4999})
    void codesThatPass(int code) {
        assertEquals(true, isTemporary(true, code, 101));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 425, 429, 500, 502, 503, 599})
    void answersThatPass(int status) {
        assertEquals(true, isTemporary(false, 1006, status));
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 200, 301, 400, 401, 403, 404, 409, 426, 431})
    void answersThatEnd(int status) {
        assertEquals(false, isTemporary(false, 1006, status));
    }

    @Test
    void violationsEnd() {
        WebSocketException violation = new WebSocketException("WS_ERR_INVALID_UTF8", "", null);
        WebSocketException reset = new WebSocketException("", "Connection reset", null);
        CloseEvent event = new CloseEvent(1006, "", false);
        assertEquals(false, new Disconnect(true, event, violation, 101).isTemporary());
        assertEquals(true, new Disconnect(true, event, reset, 101).isTemporary());
    }

    @Test
    void valuesAreChecked() {
        Reconnect.Builder builder = Reconnect.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.initialDelay(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.factor(0.5));
        assertThrows(IllegalArgumentException.class, () -> builder.factor(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> builder.maxDelay(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.maxDelay(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThrows(IllegalArgumentException.class, () -> builder.jitter(1.5));
        assertThrows(IllegalArgumentException.class, () -> builder.maxAttempts(0));
        assertThrows(IllegalArgumentException.class, () -> builder.queueLimit(-1));
    }
}
