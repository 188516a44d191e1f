// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.handshake.OriginPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the endpoints of one application behave where neither they nor their sessions say otherwise. In a servlet container each is a context init
 * parameter of the name {@code dev.tautline.} + component, times in milliseconds, sizes in bytes.
 *
 * @param maxTextMessage whole text messages; 1 MiB
 * @param maxBinaryMessage whole binary messages; 1 MiB
 * @param maxFragments frames of one message; 16,384
 * @param outboundLimit bytes that may wait to be written to one peer; 16 MiB
 * @param sendTimeout how long a blocking send may take before its session is closed; 20 s, zero for ever
 * @param asyncSendTimeout the start value of {@code Async.getSendTimeout}; zero for none
 * @param idleTimeout the start value of {@code getMaxIdleTimeout}; zero for none
 * @param pingInterval how often each peer is pinged; zero for never
 * @param pongTimeout how long a pong may take before the peer counts as dead; 30 s
 * @param closeTimeout how long a closing handshake may take; 30 s
 * @param compression whether permessage-deflate is accepted where a client offers it; true
 * @param compressionLevel 0 to 9, or -1 for zlib's own default
 * @param compressionThreshold smaller messages go uncompressed; 256
 * @param origins a comma-separated list of origins such as {@code https://example.com}; {@code same} stands for same-origin (the
 *     default), {@code *} for any
 */
public record JakartaOptions(
        int maxTextMessage,
        int maxBinaryMessage,
        long maxFragments,
        long outboundLimit,
        Duration sendTimeout,
        Duration asyncSendTimeout,
        Duration idleTimeout,
        Duration pingInterval,
        Duration pongTimeout,
        Duration closeTimeout,
        boolean compression,
        int compressionLevel,
        int compressionThreshold,
        List<String> origins) {
    /** The prefix of all init parameters. */
    public static final String PREFIX = "dev.tautline.";

    private static final int MIB = 1024 * 1024;

    public JakartaOptions {
        origins = List.copyOf(origins);
    }

    /** The defaults. */
    public static JakartaOptions defaults() {
        return from(name -> null);
    }

    /**
     * Reads options from named values.
     *
     * @param parameters the value of a full parameter name, or {@code null} for the default
     * @throws IllegalArgumentException if a value is no number or out of its range
     */
    public static JakartaOptions from(Function<String, @Nullable String> parameters) {
        ParameterValues values = new ParameterValues(PREFIX, parameters);
        return new JakartaOptions(
                (int) values.number("maxTextMessage", MIB, 1, Integer.MAX_VALUE),
                (int) values.number("maxBinaryMessage", MIB, 1, Integer.MAX_VALUE),
                values.number("maxFragments", 16_384, 1, Long.MAX_VALUE),
                values.number("outboundLimit", 16L * MIB, 1, Long.MAX_VALUE),
                values.millis("sendTimeout", 20_000),
                values.millis("asyncSendTimeout", 0),
                values.millis("idleTimeout", 0),
                values.millis("pingInterval", 0),
                values.millis("pongTimeout", 30_000),
                Duration.ofMillis(values.number("closeTimeout", 30_000, 1, Integer.MAX_VALUE)),
                values.flag("compression", true),
                (int) values.number("compressionLevel", -1, -1, 9),
                (int) values.number("compressionThreshold", 256, 0, Integer.MAX_VALUE),
                origins(values.value("origins")));
    }

    private static List<String> origins(@Nullable String value) {
        String name = "origins";
        List<String> origins = Arrays.stream((value == null ? "same" : value).split(","))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .toList();
        try {
            OriginPolicy.allow(origins.stream()
                    .filter(origin -> !origin.equals("same") && !origin.equals("*"))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(originsAre(name, value), e);
        }
        if (origins.isEmpty()) {
            throw new IllegalArgumentException(originsAre(name, value));
        }
        return origins;
    }

    private static String originsAre(String name, @Nullable String value) {
        return PREFIX + name
                + " is same, *, or a comma-separated list of origins such as https://example.com, not \"" + value
                + "\"";
    }
}
