// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflateOptions.Preference;
import dev.tautline.spec.Profile;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The {@code perMessageDeflate} object (ws 1.5, RFC 7692). {@code null} stands for a property that is not set: the peer decides.
 *
 * @param serverNoContextTakeover server: {@code true} answers with it, {@code false} refuses offers that ask for it; client: {@code true} offers it
 * @param clientNoContextTakeover server: {@code true} demands it; client: {@code true} offers it, {@code false} fails on an answer that contains it
 * @param serverMaxWindowBits 8 to 15, or 0 to refuse the parameter (ws: {@code false}). Server: answered as it is; client: offered
 * @param clientMaxWindowBits 8 to 15, or 0 to leave it out (ws: {@code false}). Server: answered where the client can do it; client:
 *     offered; {@code null} offers the bare flag
 * @param threshold bytes; smaller messages go uncompressed, in the {@code ws} profile only where the own no-context-takeover parameter
 *     was negotiated. {@code null}: 1,024 under {@code ws}, 0 under {@code faye}
 * @param level 0 to 9, or {@link Deflater#DEFAULT_COMPRESSION} (zlibDeflateOptions)
 * @param strategy one of {@link Deflater}'s (zlibDeflateOptions)
 * @param contextTakeover whether messages are compressed with reference to those before, where negotiated. Costs up to 270 KB for
 *     each socket, so it is off unless asked for; the peer needs not know
 */
public record PerMessageDeflate(
        @Nullable Boolean serverNoContextTakeover,
        @Nullable Boolean clientNoContextTakeover,
        @Nullable Integer serverMaxWindowBits,
        @Nullable Integer clientMaxWindowBits,
        @Nullable Integer threshold,
        int level,
        int strategy,
        boolean contextTakeover) {
    /** {@code perMessageDeflate: true}: nothing set. */
    public static final PerMessageDeflate DEFAULTS =
            new PerMessageDeflate(null, null, null, null, null, Deflater.DEFAULT_COMPRESSION, 0, false);

    /** @throws IllegalArgumentException if a value is out of its range */
    public PerMessageDeflate {
        requireBits(serverMaxWindowBits, "serverMaxWindowBits");
        requireBits(clientMaxWindowBits, "clientMaxWindowBits");
        if (threshold != null && threshold < 0) {
            throw new IllegalArgumentException("threshold is 0 or more bytes, not " + threshold);
        }
        DeflateOptions.builder(Profile.WS).level(level).strategy(strategy).build();
    }

    private static void requireBits(@Nullable Integer bits, String name) {
        if (bits != null && bits != 0 && (bits < 8 || bits > 15)) {
            throw new IllegalArgumentException(name + " is 8 to 15, or 0 to refuse the parameter; not " + bits);
        }
    }

    /** Starts from {@link #DEFAULTS}. */
    public static Builder builder() {
        return new Builder();
    }

    DeflateOptions toEngine(Profile profile) {
        DeflateOptions.Builder options = DeflateOptions.builder(profile)
                .serverNoContextTakeover(preference(serverNoContextTakeover))
                .clientNoContextTakeover(preference(clientNoContextTakeover))
                .serverMaxWindowBits(bits(serverMaxWindowBits))
                .clientMaxWindowBits(bits(clientMaxWindowBits))
                .level(level)
                .strategy(strategy)
                .keepContext(contextTakeover);
        if (threshold != null) {
            options.threshold(threshold);
        }
        return options.build();
    }

    private static Preference preference(@Nullable Boolean value) {
        if (value == null) {
            return Preference.UNSET;
        }
        return value ? Preference.REQUIRED : Preference.REFUSED;
    }

    private static int bits(@Nullable Integer value) {
        if (value == null) {
            return DeflateOptions.UNSET;
        }
        return value == 0 ? DeflateOptions.REFUSED : value;
    }

    /** Collects properties. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Boolean serverNoContextTakeover;
        private @Nullable Boolean clientNoContextTakeover;
        private @Nullable Integer serverMaxWindowBits;
        private @Nullable Integer clientMaxWindowBits;
        private @Nullable Integer threshold;
        private int level = Deflater.DEFAULT_COMPRESSION;
        private int strategy = Deflater.DEFAULT_STRATEGY;
        private boolean contextTakeover;

        private Builder() {}

        /** {@link PerMessageDeflate#serverNoContextTakeover()}. */
        public Builder serverNoContextTakeover(boolean value) {
            serverNoContextTakeover = value;
            return this;
        }

        /** {@link PerMessageDeflate#clientNoContextTakeover()}. */
        public Builder clientNoContextTakeover(boolean value) {
            clientNoContextTakeover = value;
            return this;
        }

        /** {@link PerMessageDeflate#serverMaxWindowBits()}. */
        public Builder serverMaxWindowBits(int value) {
            serverMaxWindowBits = value;
            return this;
        }

        /** {@link PerMessageDeflate#clientMaxWindowBits()}. */
        public Builder clientMaxWindowBits(int value) {
            clientMaxWindowBits = value;
            return this;
        }

        /** {@link PerMessageDeflate#threshold()}. */
        public Builder threshold(int bytes) {
            threshold = bytes;
            return this;
        }

        /** {@link PerMessageDeflate#level()}. */
        public Builder level(int value) {
            level = value;
            return this;
        }

        /** {@link PerMessageDeflate#strategy()}. */
        public Builder strategy(int value) {
            strategy = value;
            return this;
        }

        /** {@link PerMessageDeflate#contextTakeover()}. */
        public Builder contextTakeover(boolean value) {
            contextTakeover = value;
            return this;
        }

        /** @throws IllegalArgumentException if a value is out of its range */
        public PerMessageDeflate build() {
            return new PerMessageDeflate(
                    serverNoContextTakeover,
                    clientNoContextTakeover,
                    serverMaxWindowBits,
                    clientMaxWindowBits,
                    threshold,
                    level,
                    strategy,
                    contextTakeover);
        }
    }
}
