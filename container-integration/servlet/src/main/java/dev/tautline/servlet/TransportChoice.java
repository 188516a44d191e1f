// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which transport an application wants: the value of the init parameter {@value #PARAMETER}. */
public enum TransportChoice {
    /** The fastest that the connection allows. */
    AUTO,
    /** The container's own non-blocking I/O; its threads and selectors do the reading. */
    CONTAINER,
    /** The Servlet API alone. */
    PORTABLE;

    /** The context init parameter. */
    public static final String PARAMETER = "dev.tautline.transport";

    /**
     * Reads the parameter's value.
     *
     * @param value {@code null} stands for {@link #AUTO}
     * @throws IllegalArgumentException for an unknown value
     */
    public static TransportChoice parse(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return AUTO;
        }
        try {
            return valueOf(value.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PARAMETER + " is auto, container or portable, not \"" + value.trim() + "\"", e);
        }
    }
}
