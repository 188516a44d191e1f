// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.servlet.jakarta.EndpointListener;
import dev.tautline.tests.contract.application.EchoEndpoint;
import dev.tautline.tests.contract.application.GuardFilter;
import dev.tautline.tests.contract.application.NamedApplicationConfig;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.application.ProbeEndpoint;
import dev.tautline.tests.contract.application.ProgrammaticEndpoint;
import dev.tautline.tests.contract.application.SecuredEndpoint;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Endpoints that {@code web.xml} names, where no initializer runs: {@link EndpointListener} deploys them. */
public abstract class DescriptorContract {
    private static final String ANNOTATED = EchoEndpoint.class.getName() + ",\n  " + ProbeEndpoint.class.getName() + " "
            + SecuredEndpoint.class.getName();

    /** A container that has not been started. */
    protected abstract WebappContainer newContainer();

    private Site start(Map<String, String> parameters) throws Exception {
        StringBuilder descriptor = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                  <absolute-ordering/>
                """);
        new TreeMap<>(parameters).forEach((name, value) -> descriptor.append("""
                          <context-param>
                            <param-name>%s</param-name>
                            <param-value>%s</param-value>
                          </context-param>
                        """.formatted(name, value)));
        descriptor.append("""
                  <filter>
                    <filter-name>guard</filter-name>
                    <filter-class>%s</filter-class>
                    <async-supported>true</async-supported>
                  </filter>
                  <filter-mapping>
                    <filter-name>guard</filter-name>
                    <url-pattern>/*</url-pattern>
                  </filter-mapping>
                  <listener>
                    <listener-class>%s</listener-class>
                  </listener>
                </web-app>
                """.formatted(GuardFilter.class.getName(), EndpointListener.class.getName()));
        Path folder = Files.createTempDirectory("webapp");
        Files.writeString(Files.createDirectories(folder.resolve("WEB-INF")).resolve("web.xml"), descriptor);
        return Site.startWebapp(newContainer(), folder);
    }

    private static Map<String, String> endpoints(String names) {
        return Map.of(EndpointListener.ENDPOINTS, names);
    }

    @Test
    void annotatedEndpointsAreServed() throws Exception {
        try (Site site = start(endpoints(ANNOTATED))) {
            site.echoes();
            assertEquals(404, site.webSocket("/provider").exchange().status());
        }
    }

    @Test
    void programmaticEndpointsAreServedAsTheirConfigSays() throws Exception {
        try (Site site =
                start(endpoints(NamedApplicationConfig.class.getName() + " " + ProgrammaticEndpoint.class.getName()))) {
            try (WireClient client = site.open(NamedApplicationConfig.PATH)) {
                assertEquals("programmatic: hello", client.sendText("hello").text());
                client.closeCleanly();
            }
        }
    }

    @Test
    void filtersOfTheApplicationRunFirst() throws Exception {
        try (Site site = start(endpoints(ANNOTATED))) {
            assertEquals(401, site.webSocket("/secured").exchange().status());
            try (WireClient client = site.webSocket("/secured")
                    .header("Authorization", "Bearer ada")
                    .open()) {
                assertEquals("who: ada", client.sendText("who").text());
                client.closeCleanly();
            }
        }
    }

    @Test
    void otherParametersCount() throws Exception {
        Map<String, String> parameters =
                Map.of(EndpointListener.ENDPOINTS, ANNOTATED, "dev.tautline.maxTextMessage", "10");
        Probe probe = new Probe();
        try (Site site = start(parameters);
                WireClient client = site.open(probe)) {
            client.sendText("ten bytes!");
            assertEquals("ten bytes!", probe.text());
            client.sendText("eleven byte");
            assertEquals(1009, client.closeFrame().closeCode());
        }
    }

    @Test
    void aStopSaysGoodbyeAndLeavesNothingBehind() throws Exception {
        Site site = start(endpoints(ANNOTATED));
        Probe probe = new Probe();
        try (WireClient client = site.open(probe)) {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(site::close);
            WireFrame close = client.closeFrame();
            assertEquals(1001, close.closeCode());
            client.sendClose(1001, "");
            client.expectEnd();
            Await.result("the container has stopped", stopped);
        }
        assertEquals(1001, probe.closeReason().getCloseCode().getCode());
        assertEquals(new TreeSet<>(), Leftovers.threads(), "threads left behind");
    }

    @Test
    void classesThatAreNotThereAreNamed() throws Exception {
        assertRefused(endpoints(EchoEndpoint.class.getName() + ", no.such.Endpoint"), "[no.such.Endpoint]");
    }

    @Test
    void invalidEndpointsAreRefused() throws Exception {
        assertRefused(endpoints(EchoEndpoint.class.getName() + " " + SecondEcho.class.getName()), "/echo");
    }

    /** At the path of {@link EchoEndpoint}. */
    @ServerEndpoint("/echo")
    public static final class SecondEcho {}

    private void assertRefused(Map<String, String> parameters, String complaint) throws Exception {
        CapturedLog log = CapturedLog.start();
        try (Site site = start(parameters)) {
            assertNotEquals(101, site.webSocket("/echo").exchange().status());
        } catch (Exception e) {
            // Some containers don't start at all then.
            log.add(e);
        } finally {
            log.close();
        }
        log.assertContains(complaint, "");
        assertTrue(Leftovers.threads().isEmpty(), () -> "threads left behind: " + Leftovers.threads());
    }
}
