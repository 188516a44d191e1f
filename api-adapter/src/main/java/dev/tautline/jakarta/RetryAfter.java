// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** The field {@code Retry-After} (RFC 9110 §10.2.3). */
final class RetryAfter {
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param now milliseconds since the epoch
     * @return milliseconds, 0 for a date that has passed; -1 if the value is neither a number of seconds nor a date
     */
    static long millis(String value, long now) {
        String trimmed = value.trim();
        if (!trimmed.isEmpty()
                && trimmed.length() <= MAX_DIGITS
                && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(trimmed) * 1000;
        }
        try {
            ZonedDateTime date =
                    ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT));
            return Math.max(0, date.toInstant().toEpochMilli() - now);
        } catch (DateTimeParseException e) {
            return -1;
        }
    }
}
