// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.servlet.TransportChoice;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8441: WebSocket on a stream of HTTP/2, from the class path and from a web application that sees no Jetty. */
class Http2Test {
    private static EmbeddedJetty jetty(boolean war) throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        ConnectionFactory[] factories = {
            new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration)
        };
        return new EmbeddedJetty(
                factories, TransportChoice.AUTO, war ? new ApplicationClassLoader() : Http2Test.class.getClassLoader());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void echoesAndEnds(boolean war) throws Exception {
        try (EmbeddedJetty jetty = jetty(war);
                Http2Client client = new Http2Client(jetty.port(), "websocket", "/echo")) {
            assertTrue(client.isAccepted(), client::failure);
            assertEquals("open jetty-endpoint", next(jetty));
            byte[] bytes = new byte[10_000];
            new Random(1).nextBytes(bytes);
            assertArrayEquals(bytes, client.echo(bytes));
            client.end();
            assertEquals("eof", next(jetty));
            assertTrue(client.awaitEnd());
            assertEquals("closed", next(jetty));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hearsOfAReset(boolean war) throws Exception {
        try (EmbeddedJetty jetty = jetty(war);
                Http2Client client = new Http2Client(jetty.port(), "websocket", "/echo")) {
            assertTrue(client.isAccepted(), client::failure);
            assertEquals("open jetty-endpoint", next(jetty));
            client.reset();
            assertEquals("failure", next(jetty));
            assertEquals("closed", next(jetty));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesAnotherProtocol(boolean war) throws Exception {
        try (EmbeddedJetty jetty = jetty(war);
                Http2Client client = new Http2Client(jetty.port(), "connect-udp", "/echo")) {
            assertFalse(client.isAccepted());
            assertEquals("abandoned", next(jetty));
            assertEquals(0, jetty.events.size());
        }
    }

    private static String next(EmbeddedJetty jetty) throws InterruptedException {
        String event = jetty.events.poll(60, TimeUnit.SECONDS);
        return event == null ? "nothing in 60 s" : event;
    }
}
