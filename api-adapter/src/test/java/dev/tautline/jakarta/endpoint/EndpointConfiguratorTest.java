// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointConfiguratorTest {
    private record Named(String getName, List<Parameter> getParameters) implements Extension {
        @Override
        public String getName() {
            return getName;
        }

        @Override
        public List<Parameter> getParameters() {
            return getParameters;
        }
    }

    private static final Extension A = new Named("a", List.of());
    private static final Extension B = new Named("b", List.of());
    private static final Extension B_REQUESTED = new Named("b", List.of());
    private static final Extension C_REQUESTED = new Named("c", List.of());

    public static class Silent extends ServerEndpointConfig.Configurator {}

    /** Overrides everything and asks the superclass, which asks the service. */
    public static class AskingSuper extends ServerEndpointConfig.Configurator {
        final List<String> asked = new ArrayList<>();

        @Override
        public boolean checkOrigin(String origin) {
            asked.add("origin");
            return super.checkOrigin(origin);
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            asked.add("subprotocol");
            return super.getNegotiatedSubprotocol(supported, requested);
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            asked.add("extensions");
            return super.getNegotiatedExtensions(installed, requested);
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            asked.add("handshake");
            super.modifyHandshake(config, request, response);
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            asked.add("instance");
            return super.getEndpointInstance(endpointClass);
        }
    }

    public static class Refusing extends DefaultConfigurator {
        @Override
        public boolean checkOrigin(String origin) {
            return false;
        }
    }

    public static class Extending extends DefaultConfigurator {}

    private static EndpointConfigurator of(ServerEndpointConfig.Configurator configurator) {
        return EndpointConfigurator.of(configurator, InstanceFactory.ofConstructors());
    }

    private static void assertDefaults(EndpointConfigurator configurator) throws Exception {
        assertEquals("y", configurator.negotiatedSubprotocol(List.of("x", "y", "z"), List.of("q", "y", "x")));
        assertEquals("", configurator.negotiatedSubprotocol(List.of("x"), List.of("q")));
        assertEquals("", configurator.negotiatedSubprotocol(List.of(), List.of()));
        List<Extension> negotiated =
                configurator.negotiatedExtensions(List.of(A, B), List.of(C_REQUESTED, B_REQUESTED));
        assertEquals(1, negotiated.size());
        assertSame(B_REQUESTED, negotiated.get(0));
        assertEquals(List.of(), configurator.negotiatedExtensions(List.of(), List.of(B_REQUESTED)));
        assertInstanceOf(ArrayList.class, configurator.endpointInstance(ArrayList.class));
    }

    @Test
    void whatIsNotOverriddenIsDecidedByTheDefaults() throws Exception {
        for (ServerEndpointConfig.Configurator silent :
                List.of(new Silent(), new Extending(), new DefaultConfigurator())) {
            EndpointConfigurator configurator = of(silent);
            assertDefaults(configurator);
            assertFalse(configurator.checkOrigin("https://evil.example", () -> false));
            assertTrue(configurator.checkOrigin("https://good.example", () -> true));
        }
    }

    /** What another provider registers as the platform's default. */
    public static class OtherDefault extends ServerEndpointConfig.Configurator {
        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }
    }

    @Test
    void theDefaultOfAnotherProviderIsNoChoiceOfTheApplication(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(ServerEndpointConfig.Configurator.class.getName()), OtherDefault.class.getName());
        assertTrue(of(new OtherDefault()).checkOrigin("https://evil.example", () -> false), "unregistered, it counts");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            thread.setContextClassLoader(application);
            assertFalse(of(new OtherDefault()).checkOrigin("https://evil.example", () -> false));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aConfigurationBuiltWithoutConfiguratorHasTheDefaults() {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(Object.class, "/").build();
        assertInstanceOf(DefaultConfigurator.class, config.getConfigurator());
        assertFalse(of(config.getConfigurator()).checkOrigin("https://evil.example", () -> false));
    }

    @Test
    void whatIsOverriddenIsAskedAndMayCallSuper() throws Exception {
        AskingSuper own = new AskingSuper();
        EndpointConfigurator configurator = of(own);
        assertDefaults(configurator);
        assertTrue(configurator.checkOrigin("https://evil.example", () -> false));
        configurator.modifyHandshake(null, null, null);
        assertEquals(
                List.of("subprotocol", "extensions", "instance", "origin", "handshake"),
                own.asked.stream().distinct().toList());
    }

    @Test
    void anOverriddenCheckOriginDecidesAlone() {
        assertFalse(of(new Refusing()).checkOrigin("https://good.example", () -> true));
    }

    @Test
    void theDefaultConfiguratorCallsNoSuperMethod() {
        for (Method method : ServerEndpointConfig.Configurator.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                assertTrue(
                        Arrays.stream(DefaultConfigurator.class.getDeclaredMethods())
                                .anyMatch(own -> own.getName().equals(method.getName())
                                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())),
                        method + " is inherited, and its superclass asks the service, which is this class");
            }
        }
    }

    public static class NullAnswers extends ServerEndpointConfig.Configurator {
        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return null;
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return null;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return null;
        }
    }

    @Test
    void nullAnswersAreNone() {
        EndpointConfigurator configurator = of(new NullAnswers());
        assertEquals("", configurator.negotiatedSubprotocol(List.of("x"), List.of("x")));
        assertEquals(List.of(), configurator.negotiatedExtensions(List.of(A), List.of(A)));
        assertEquals(
                NullAnswers.class.getName() + " gave null for the endpoint java.lang.String.",
                assertThrows(InstantiationException.class, () -> configurator.endpointInstance(String.class))
                        .getMessage());
    }

    @Test
    void aProxyFromTheFactoryDoesNotCountAsOverriding() throws Exception {
        InstanceFactory proxies = new InstanceFactory() {
            @Override
            public <T> T create(Class<T> type) {
                return type.cast(new Silent() {
                    @Override
                    public boolean checkOrigin(String origin) {
                        return true;
                    }
                });
            }

            @Override
            public void destroy(Object instance) {}
        };
        assertFalse(EndpointConfigurator.of(Silent.class, proxies).checkOrigin("https://evil.example", () -> false));
    }
}
