// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.jakarta.session.SessionSettings;
import jakarta.websocket.ClientEndpointConfig;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one client session starts with: the user properties of its configuration, otherwise the container's defaults and parameters.
 *
 * @param client how it is connected
 * @param engine how its connection behaves
 * @param session what the session begins with
 * @param idleTimeout zero for none
 */
record ClientSettings(ClientOptions client, JakartaOptions engine, SessionSettings session, Duration idleTimeout) {
    /** @throws IllegalArgumentException if a value is out of its range */
    static ClientSettings of(
            ContainerDefaults container, ClientEndpointConfig config, Function<String, @Nullable String> parameters) {
        Function<String, @Nullable String> named = name -> {
            Object own = config.getUserProperties().get(name);
            return own == null ? parameters.apply(name) : own.toString();
        };
        JakartaOptions engine = JakartaOptions.from(named);
        Function<String, Boolean> owns = name -> config.getUserProperties().containsKey(JakartaOptions.PREFIX + name);
        SessionSettings defaults = container.sessionSettings();
        SessionSettings session = new SessionSettings(
                owns.apply("maxTextMessage") ? engine.maxTextMessage() : defaults.maxTextMessage(),
                owns.apply("maxBinaryMessage") ? engine.maxBinaryMessage() : defaults.maxBinaryMessage(),
                owns.apply("asyncSendTimeout")
                        ? engine.asyncSendTimeout().toMillis()
                        : defaults.asyncSendTimeoutMillis());
        Duration idleTimeout = owns.apply("idleTimeout")
                ? engine.idleTimeout()
                : Duration.ofMillis(Math.max(0, container.getDefaultMaxSessionIdleTimeout()));
        return new ClientSettings(ClientOptions.from(named, config.getSSLContext()), engine, session, idleTimeout);
    }

    InboundLimits limits() {
        return new InboundLimits(
                InboundLimits.UNLIMITED, InboundLimits.UNLIMITED, InboundLimits.UNLIMITED, engine.maxFragments());
    }
}
