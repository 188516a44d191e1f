// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.spec.Profile;
import java.util.zip.Deflater;

/**
 * What a server or client wants of permessage-deflate (RFC 7692 §7.1). Immutable.
 *
 * @param serverNoContextTakeover server: {@code REQUIRED} always answers with it, {@code REFUSED} declines offers that ask for it;
 *     client: {@code REQUIRED} offers it
 * @param clientNoContextTakeover server: {@code REQUIRED} demands it in the answer; client: {@code REQUIRED} offers it,
 *     {@code REFUSED} fails on an answer that contains it
 * @param serverMaxWindowBits {@link #UNSET}, {@link #REFUSED} or 8 to 15. Server: the window it keeps to; client: offered
 * @param clientMaxWindowBits {@link #UNSET}, {@link #REFUSED} or 8 to 15. Server: demanded of clients that can do it; client: offered
 *     and kept to
 * @param threshold bytes; smaller messages pass uncompressed
 * @param thresholdNeedsNoContextTakeover whether the threshold counts only where the sender's own no-context-takeover parameter
 *     was negotiated (the rule of ws)
 * @param level {@link Deflater#DEFAULT_COMPRESSION} or 0 to 9
 * @param strategy one of {@link Deflater}'s strategies
 * @param keepContext whether this endpoint keeps a deflater (up to 270 KB) per connection so that messages refer to those before,
 *     where the negotiation allows it; otherwise deflaters are borrowed for one message
 * @param negotiation how a server treats offers
 */
public record DeflateOptions(
        Preference serverNoContextTakeover,
        Preference clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits,
        long threshold,
        boolean thresholdNeedsNoContextTakeover,
        int level,
        int strategy,
        boolean keepContext,
        Negotiation negotiation) {
    /** No value of window bits is given. */
    public static final int UNSET = 0;

    /** The window-bits parameter is refused. */
    public static final int REFUSED = -1;

    /** A flag that may be demanded, refused or left to the peer. */
    public enum Preference {
        /** The peer decides. */
        UNSET,
        /** Always asked for or answered. */
        REQUIRED,
        /** Not agreed to. */
        REFUSED
    }

    /** How a server treats the offers of a client. */
    public enum Negotiation {
        /**
         * As ws: one invalid parameter in any offer refuses the handshake, and so does a header without an acceptable offer; a
         * configured number of window bits is answered as it is and never lowered.
         */
        STRICT,
        /**
         * RFC 7692 §7: an offer that can't be accepted is declined and the next one looked at; window bits are the
         * smaller of the two sides' wishes, and {@code server_max_window_bits} is answered only where the client named it
         * (a browser exists that fails otherwise).
         */
        LENIENT
    }

    /** Checks the ranges. */
    public DeflateOptions {
        requireBits(serverMaxWindowBits, "serverMaxWindowBits");
        requireBits(clientMaxWindowBits, "clientMaxWindowBits");
        if (threshold < 0) {
            throw new IllegalArgumentException("threshold is 0 or more bytes, not " + threshold);
        }
        if (level < Deflater.DEFAULT_COMPRESSION || level > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("level is 0 to 9, or -1 for zlib's default; not " + level);
        }
        if (strategy < Deflater.DEFAULT_STRATEGY || strategy > Deflater.HUFFMAN_ONLY) {
            throw new IllegalArgumentException(
                    "strategy is 0 (default), 1 (filtered) or 2 (Huffman only), not " + strategy);
        }
    }

    private static void requireBits(int bits, String name) {
        if (bits != UNSET && bits != REFUSED && (bits < 8 || bits > 15)) {
            throw new IllegalArgumentException(name + " is 8 to 15, unset or refused; not " + bits);
        }
    }

    /** Starts from the defaults of a profile. */
    public static Builder builder(Profile profile) {
        return new Builder(profile);
    }

    /** The defaults of a profile. */
    public static DeflateOptions of(Profile profile) {
        return builder(profile).build();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private Preference serverNoContextTakeover;
        private Preference clientNoContextTakeover = Preference.UNSET;
        private int serverMaxWindowBits = UNSET;
        private int clientMaxWindowBits = UNSET;
        private long threshold;
        private boolean thresholdNeedsNoContextTakeover;
        private int level = Deflater.DEFAULT_COMPRESSION;
        private int strategy = Deflater.DEFAULT_STRATEGY;
        private boolean keepContext;
        private Negotiation negotiation;

        private Builder(Profile profile) {
            // We keep no context by default, so where nobody asks to be told otherwise we tell the peer: it saves a
            // window.
            serverNoContextTakeover = profile == Profile.JAKARTA ? Preference.REQUIRED : Preference.UNSET;
            threshold = profile.compressionThreshold();
            thresholdNeedsNoContextTakeover = profile.compressionThresholdNeedsNoContextTakeover();
            negotiation = profile.refusesUnusableOffer() ? Negotiation.STRICT : Negotiation.LENIENT;
        }

        /** {@link DeflateOptions#serverNoContextTakeover()}; required under {@code JAKARTA}, otherwise unset. */
        public Builder serverNoContextTakeover(Preference value) {
            serverNoContextTakeover = value;
            return this;
        }

        /** {@link DeflateOptions#clientNoContextTakeover()}; unset by default. */
        public Builder clientNoContextTakeover(Preference value) {
            clientNoContextTakeover = value;
            return this;
        }

        /** {@link DeflateOptions#serverMaxWindowBits()}; unset by default. */
        public Builder serverMaxWindowBits(int value) {
            serverMaxWindowBits = value;
            return this;
        }

        /** {@link DeflateOptions#clientMaxWindowBits()}; unset by default. */
        public Builder clientMaxWindowBits(int value) {
            clientMaxWindowBits = value;
            return this;
        }

        /** {@link DeflateOptions#threshold()}; the profile's by default. */
        public Builder threshold(long value) {
            threshold = value;
            return this;
        }

        /** {@link DeflateOptions#thresholdNeedsNoContextTakeover()}; true under {@code WS}. */
        public Builder thresholdNeedsNoContextTakeover(boolean value) {
            thresholdNeedsNoContextTakeover = value;
            return this;
        }

        /** {@link DeflateOptions#level()}; zlib's default by default. */
        public Builder level(int value) {
            level = value;
            return this;
        }

        /** {@link DeflateOptions#strategy()}; zlib's default by default. */
        public Builder strategy(int value) {
            strategy = value;
            return this;
        }

        /** {@link DeflateOptions#keepContext()}; false by default. */
        public Builder keepContext(boolean value) {
            keepContext = value;
            return this;
        }

        /** {@link DeflateOptions#negotiation()}; the profile's by default. */
        public Builder negotiation(Negotiation value) {
            negotiation = value;
            return this;
        }

        /** @throws IllegalArgumentException if a value is out of its range */
        public DeflateOptions build() {
            return new DeflateOptions(
                    serverNoContextTakeover,
                    clientNoContextTakeover,
                    serverMaxWindowBits,
                    clientMaxWindowBits,
                    threshold,
                    thresholdNeedsNoContextTakeover,
                    level,
                    strategy,
                    keepContext,
                    negotiation);
        }
    }
}
