// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.Profile;

/** How {@link WebSocket#connect} opens a socket and how it behaves (ws 1.6, faye 1B.2). Immutable. */
public final class WebSocketClientOptions extends SocketOptions {
    private WebSocketClientOptions(Builder builder) {
        super(builder);
    }

    /** Options of the {@code ws} profile. */
    public static Builder builder() {
        return builder(Profile.WS);
    }

    /** Starts from the defaults of a profile. */
    public static Builder builder(Profile profile) {
        return new Builder(profile);
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder extends SocketOptions.Builder<Builder> {
        private Builder(Profile profile) {
            super(profile);
            perMessageDeflate(profile == Profile.WS);
        }

        @Override
        Builder self() {
            return this;
        }

        /** The options. */
        public WebSocketClientOptions build() {
            return new WebSocketClientOptions(this);
        }
    }
}
