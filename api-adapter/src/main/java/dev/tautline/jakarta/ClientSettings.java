// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import jakarta.websocket.ClientEndpointConfig;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one client session starts with.
 *
 * @param client how it is connected
 * @param engine what holds from then on
 */
record ClientSettings(ClientOptions client, EngineSettings engine) {
    /** @throws IllegalArgumentException if a value is out of its range */
    static ClientSettings of(
            ContainerDefaults container, ClientEndpointConfig config, Function<String, @Nullable String> parameters) {
        return new ClientSettings(
                ClientOptions.from(
                        EngineSettings.named(config.getUserProperties(), parameters), config.getSSLContext()),
                EngineSettings.of(container, config.getUserProperties(), parameters));
    }
}
