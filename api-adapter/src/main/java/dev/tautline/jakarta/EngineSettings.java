// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.jakarta.session.SessionSettings;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one session starts with: the user properties of its configuration, otherwise the container's defaults and parameters.
 *
 * @param options how its connection behaves
 * @param session what the session begins with
 * @param idleTimeout zero for none
 */
record EngineSettings(JakartaOptions options, SessionSettings session, Duration idleTimeout) {
    /** @throws IllegalArgumentException if a value is out of its range; the message names it */
    static EngineSettings of(
            ContainerDefaults container,
            Map<String, Object> userProperties,
            Function<String, @Nullable String> parameters) {
        JakartaOptions options = JakartaOptions.from(named(userProperties, parameters));
        Predicate<String> owns = name -> userProperties.containsKey(JakartaOptions.PREFIX + name);
        SessionSettings defaults = container.sessionSettings();
        SessionSettings session = new SessionSettings(
                owns.test("maxTextMessage") ? options.maxTextMessage() : defaults.maxTextMessage(),
                owns.test("maxBinaryMessage") ? options.maxBinaryMessage() : defaults.maxBinaryMessage(),
                owns.test("asyncSendTimeout")
                        ? options.asyncSendTimeout().toMillis()
                        : defaults.asyncSendTimeoutMillis());
        Duration idleTimeout = owns.test("idleTimeout")
                ? options.idleTimeout()
                : Duration.ofMillis(Math.max(0, container.getDefaultMaxSessionIdleTimeout()));
        return new EngineSettings(options, session, idleTimeout);
    }

    /** Where user properties say nothing. */
    static EngineSettings of(ContainerDefaults container, JakartaOptions options) {
        return new EngineSettings(
                options,
                container.sessionSettings(),
                Duration.ofMillis(Math.max(0, container.getDefaultMaxSessionIdleTimeout())));
    }

    /** Whether user properties have a say at all. */
    static boolean anyOf(Map<String, Object> userProperties) {
        for (String name : userProperties.keySet()) {
            if (name.startsWith(JakartaOptions.PREFIX)) {
                return true;
            }
        }
        return false;
    }

    /** Values by name: user properties before parameters. */
    static Function<String, @Nullable String> named(
            Map<String, Object> userProperties, Function<String, @Nullable String> parameters) {
        return name -> {
            Object own = userProperties.get(name);
            return own == null ? parameters.apply(name) : own.toString();
        };
    }

    /** Message limits are the session's. */
    ConnectionOptions connectionOptions(Role role) {
        return ConnectionOptions.builder(role)
                .limits(new InboundLimits(
                        InboundLimits.UNLIMITED,
                        InboundLimits.UNLIMITED,
                        InboundLimits.UNLIMITED,
                        options.maxFragments()))
                .outboundLimit(options.outboundLimit())
                .sendTimeout(options.sendTimeout())
                .idleTimeout(idleTimeout)
                .pingInterval(options.pingInterval())
                .pongTimeout(options.pongTimeout())
                .closeTimeout(options.closeTimeout())
                .profile(Profile.JAKARTA)
                .build();
    }
}
