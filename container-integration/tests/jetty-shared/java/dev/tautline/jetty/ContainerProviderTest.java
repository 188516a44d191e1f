// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.servlet.TransportChoice;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Beside Jetty's own WebSocket module, with an endpoint at the same path: the application's filters run, then ours upgrades. */
class ContainerProviderTest {
    private static final String DENIED = "X-Denied: yes\r\n";
    private static final byte[] NOTHING = {};

    /** What Jetty's own module serves where ours does not. */
    @ServerEndpoint("/echo")
    public static final class ShadowedEndpoint {
        @OnMessage
        public String onMessage(String message) {
            return "Jetty: " + message;
        }
    }

    /** As {@link ShadowedEndpoint}, at a path that we have nothing at. */
    @ServerEndpoint("/theirs")
    public static final class TheirEndpoint {
        @OnMessage
        public String onMessage(String message) {
            return "Jetty: " + message;
        }
    }

    @Test
    void filtersOfTheApplicationRunBeforeOursUpgrades() throws Exception {
        try (EmbeddedJetty jetty = jettyWithItsOwnModule();
                RawClient client = new RawClient(jetty.port(), false, "/echo", NOTHING)) {
            assertEquals("filter", next(jetty));
            assertEquals("open jetty-channel", next(jetty));
            byte[] bytes = "no frame of Jetty's".getBytes(StandardCharsets.US_ASCII);
            assertArrayEquals(bytes, client.echo(bytes));
        }
    }

    @Test
    void aFilterOfTheApplicationRefuses() throws Exception {
        try (EmbeddedJetty jetty = jettyWithItsOwnModule();
                RawClient client = new RawClient(jetty.port(), false, "/echo", DENIED, NOTHING)) {
            assertTrue(client.responseHead.startsWith("HTTP/1.1 403 "), client.responseHead);
            assertEquals("filter", next(jetty));
            assertEquals(0, jetty.events.size());
        }
    }

    @Test
    void whatIsNotOursStaysJettys() throws Exception {
        try (EmbeddedJetty jetty = jettyWithItsOwnModule();
                RawClient client = new RawClient(jetty.port(), false, "/theirs", NOTHING)) {
            byte[] frame = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'};
            client.socket.getOutputStream().write(frame);
            byte[] answer = client.socket.getInputStream().readNBytes(2 + "Jetty: hi".length());
            assertEquals("Jetty: hi", new String(answer, 2, answer.length - 2, StandardCharsets.US_ASCII));
        }
    }

    private static EmbeddedJetty jettyWithItsOwnModule() throws Exception {
        ServletContainerInitializer theirs = theirInitializer();
        Set<Class<?>> endpoints = Set.of(ShadowedEndpoint.class, TheirEndpoint.class);
        return new EmbeddedJetty(
                EmbeddedJetty.factories(false),
                TransportChoice.AUTO,
                ContainerProviderTest.class.getClassLoader(),
                (classes, context) -> theirs.onStartup(endpoints, context),
                (classes, context) -> addFilterOfTheApplication(context));
    }

    private static ServletContainerInitializer theirInitializer() throws ReflectiveOperationException {
        String name = "websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer";
        Class<?> type;
        try {
            type = Class.forName("org.eclipse.jetty.ee11." + name);
        } catch (ClassNotFoundException e) {
            type = Class.forName("org.eclipse.jetty.ee10." + name);
        }
        return (ServletContainerInitializer) type.getConstructor().newInstance();
    }

    private static String next(EmbeddedJetty jetty) throws InterruptedException {
        String event = jetty.events.poll(60, TimeUnit.SECONDS);
        return event == null ? "nothing in 60 s" : event;
    }

    /** Stands where the filters of a {@code web.xml} stand: between the gate and the upgrade filter. */
    @SuppressWarnings("unchecked")
    private static void addFilterOfTheApplication(ServletContext context) {
        Queue<String> events = (Queue<String>) context.getAttribute(EchoApplication.EVENTS);
        Filter filter = (request, response, chain) -> {
            events.add("filter");
            if (((HttpServletRequest) request).getHeader("X-Denied") == null) {
                chain.doFilter(request, response);
            } else {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
            }
        };
        FilterRegistration.Dynamic registration = context.addFilter("application", filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
}
