// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.HttpHost;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.spec.Profile;
import java.time.Duration;

/** faye's initialization options: {@code extensions}, {@code headers}, {@code maxLength} and {@code ping}, which both ends have. */
public final class FayeOptions {
    private static final int MEBIBYTE = 1 << 20;

    private FayeOptions() {}

    /** Compresses, adds a field to its answers, takes messages of up to a mebibyte and pings every 15 s. */
    public static WebSocketServerOptions server(HttpHost host) {
        return WebSocketServerOptions.builder(Profile.FAYE)
                .server(host)
                .perMessageDeflate(true)
                .header("X-Served-By", "tautline")
                .maxPayload(MEBIBYTE)
                .ping(Duration.ofSeconds(15))
                .build();
    }

    /** The same for a client: the field goes with its request. */
    public static WebSocketClientOptions client() {
        return WebSocketClientOptions.builder(Profile.FAYE)
                .perMessageDeflate(true)
                .header("User-Agent", "tautline")
                .maxPayload(MEBIBYTE)
                .ping(Duration.ofSeconds(15))
                .build();
    }
}
