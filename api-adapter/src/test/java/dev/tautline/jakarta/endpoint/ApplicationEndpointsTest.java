// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplicationEndpointsTest {
    public static class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // Nothing to do.
        }
    }

    private static final ServerEndpointConfig ONE = config("/one");
    private static final ServerEndpointConfig TWO = config("/two");
    private static final Set<Class<? extends Endpoint>> ENDPOINTS = Set.of(Programmatic.class);
    private static final Set<Class<?>> ANNOTATED = Set.of(String.class, Integer.class);

    private static ServerEndpointConfig config(String path) {
        return ServerEndpointConfig.Builder.create(Programmatic.class, path).build();
    }

    private record Answers(Set<ServerEndpointConfig> configs, Set<Class<?>> annotated)
            implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> scanned) {
            assertEquals(ENDPOINTS, scanned);
            scanned.clear();
            return configs;
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            assertEquals(ANNOTATED, scanned);
            scanned.clear();
            return annotated;
        }
    }

    private static ApplicationEndpoints select(Answers... answers) {
        return ApplicationEndpoints.select(new LinkedHashSet<>(List.of(answers)), ENDPOINTS, ANNOTATED);
    }

    @Test
    void withoutConfigurationAllAnnotatedAreDeployed() {
        assertEquals(new ApplicationEndpoints(ANNOTATED, Set.of()), select());
    }

    @Test
    void theUnionOfAllAnswersIsDeployed() {
        assertEquals(
                new ApplicationEndpoints(Set.of(String.class), Set.of(ONE, TWO)),
                select(new Answers(Set.of(ONE), Set.of(String.class)), new Answers(Set.of(TWO, ONE), Set.of())));
    }

    @Test
    void whatNoAnswerNamesIsNotDeployed() {
        assertEquals(new ApplicationEndpoints(Set.of(), Set.of()), select(new Answers(Set.of(), Set.of())));
    }

    @Test
    void nullIsAnEmptyAnswer() {
        assertEquals(
                new ApplicationEndpoints(Set.of(Integer.class), Set.of()),
                select(new Answers(null, null), new Answers(null, Set.of(Integer.class))));
    }
}
