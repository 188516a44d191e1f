// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.news;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.servlet.jakarta.EndpointInitializer;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Session;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint on an embedded Tomcat, and readers of it. */
class NewsTest {
    @TempDir
    private Path directory;

    private final Tomcat tomcat = new Tomcat();
    private final BlockingQueue<Headline> read = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector()
                .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new EndpointInitializer(), Set.of(NewsEndpoint.class));
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private Session connect(NewsReader reader, String topic) throws Exception {
        return ContainerProvider.getWebSocketContainer()
                .connectToServer(
                        reader,
                        URI.create("ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/news/" + topic));
    }

    @Test
    void readersOfATopicReadItsNewsOnly() throws Exception {
        BlockingQueue<Headline> sports = new LinkedBlockingQueue<>();
        try (Session weather = connect(new NewsReader(read::add), "weather");
                Session other = connect(new NewsReader(sports::add), "sports")) {
            weather.getBasicRemote().sendObject(new Headline("Ada", "rain: much of it"));
            assertEquals(new Headline("Ada", "rain: much of it"), read.poll(30, TimeUnit.SECONDS));
            other.getBasicRemote().sendObject(new Headline("Bob", "a draw"));
            assertEquals(new Headline("Bob", "a draw"), sports.poll(30, TimeUnit.SECONDS));
            assertTrue(read.isEmpty());
        }
    }

    @Test
    void whatIsNoHeadlineEndsTheSessionAndSaysWhy() throws Exception {
        NewsReader reader = new NewsReader(read::add);
        Session session = connect(reader, "weather");
        session.getBasicRemote().sendText("rain");
        CloseReason reason = reader.closed().get(30, TimeUnit.SECONDS);
        assertEquals(CloseCodes.CANNOT_ACCEPT, reason.getCloseCode());
        assertEquals("A headline is \"author: text\"", reason.getReasonPhrase());
    }
}
