// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and checks single named values; errors name the parameter and its range. */
record ParameterValues(String prefix, Function<String, @Nullable String> parameters) {
    @Nullable String value(String name) {
        String value = parameters.apply(prefix + name);
        return value == null || value.isBlank() ? null : value.trim();
    }

    long number(String name, long standard, long least, long most) {
        String value = value(name);
        if (value == null) {
            return standard;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the sentence below, which says the same of both mistakes.
        }
        throw new IllegalArgumentException(
                prefix + name + " is a whole number from " + least + " to " + most + ", not \"" + value + "\"");
    }

    Duration millis(String name, long standard) {
        return Duration.ofMillis(number(name, standard, 0, Integer.MAX_VALUE));
    }

    boolean flag(String name, boolean standard) {
        String value = value(name);
        if (value == null) {
            return standard;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(prefix + name + " is true or false, not \"" + value + "\"");
        };
    }
}
