// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application with CDI in a servlet container: Jakarta WebSocket §7.2 and what is beyond it. */
class InjectionTest {
    private final CdiServer server = new EmbeddedServer();

    @BeforeEach
    void forget() {
        Told.clear();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private URI start(Class<?>... found) throws Exception {
        return server.start(CdiServer.Weld.FIRST, Set.of(found));
    }

    @ParameterizedTest
    @EnumSource
    void injectsWheneverWeldStarts(CdiServer.Weld weld) throws Exception {
        URI uri = server.start(
                weld, Set.of(AnnotatedEndpoint.class, ProgrammaticEndpoint.class, ProgrammaticConfig.class));

        Peer annotated = Peer.connect(uri, "/annotated");
        Told.expect("open hello handshake, hello endpoint, visit 1", "visit of 1 ends");
        assertEquals("decoded hello text, visit 12, encoded hello again", annotated.ask("text"));
        Told.expect("visit of 2 ends");
        assertEquals("decoded hello more, visit 12, encoded hello again", annotated.ask("more"));
        Told.expect("visit of 2 ends");
        annotated.close();
        annotated.assertClosed(1000);
        Told.expect("close, hello close", "endpoint ends, hello end", "piece ends");

        Peer programmatic = Peer.connect(uri, "/hello-config");
        assertEquals("hello text", programmatic.ask("text"));
        Told.expect("sent, visit 1", "visit of 1 ends");
        programmatic.close();
        programmatic.assertClosed(1000);
        Told.expect("programmatic ends");
        stop();
        Told.expect("configurator ends", "application scope ends");
        assertEquals("", Told.all(), "each once");
    }

    @Test
    void endsSessionsWhileCdiIsThereWhenTheApplicationStops() throws Exception {
        for (CdiServer.Weld weld : CdiServer.Weld.values()) {
            CdiServer stopping = new EmbeddedServer();
            URI uri = stopping.start(weld, Set.of(AnnotatedEndpoint.class));
            Peer peer = Peer.connect(uri, "/annotated");
            Told.expect("open hello handshake, hello endpoint, visit 1", "visit of 1 ends");
            stopping.stop();
            peer.assertClosed(1001);
            Told.expect(
                    "close, hello close",
                    "endpoint ends, hello end",
                    "piece ends",
                    "configurator ends",
                    "application scope ends");
            assertEquals("", Told.all(), "each once, " + weld);
        }
    }

    @Test
    void sharesAnEndpointOfTheApplicationScope() throws Exception {
        URI uri = start(SharedEndpoint.class);

        assertEquals("one 1", Peer.connect(uri, "/shared").ask("one"));
        assertEquals("two 2", Peer.connect(uri, "/shared").ask("two"));
    }

    @Test
    void givesEachSessionABeanOfItsOwn() throws Exception {
        URI uri = start(InterceptedEndpoint.class);

        Peer one = Peer.connect(uri, "/intercepted");
        assertEquals("hello one 1!", one.ask("one"));
        assertEquals("hello two 1!", Peer.connect(uri, "/intercepted").ask("two"));
        assertEquals("hello one 2!", one.ask("one"));
        assertEquals("", Told.all());
        one.close();
        Told.expect("bean ends");
    }

    @Test
    void injectsIntoWhatAConfiguratorAsksSuperFor() throws Exception {
        URI uri = start(CustomisedEndpoint.class);

        Peer one = Peer.connect(uri, "/customised");
        assertEquals("hello one1, hello custom", one.ask("one"));
        Peer two = Peer.connect(uri, "/customised");
        assertEquals("hello two1, hello custom", two.ask("two"));
        assertEquals("hello one2, hello custom", one.ask("one"));
        assertEquals("", Told.all());
        one.close();
        Told.expect("customised endpoint ends", "piece ends");
        assertEquals("", Told.all(), "that of the other session has not ended");
        stop();
        Told.expect("customised endpoint ends", "piece ends", "application scope ends");
        assertEquals("", Told.all(), "each once");
    }

    @Test
    void injectsIntoClientsOfTheApplication() throws Exception {
        URI uri = start(ConnectingEndpoint.class, EchoEndpoint.class);

        Peer.connect(uri, "/connecting").send("ws://" + uri.getAuthority() + "/echo");

        Told.expect("header [hello configurator]", "visit of 1 ends");
        Told.expect(
                "decoded hello hello client visit 1, encoded hello again visit 1",
                "visit of 1 ends",
                "client ends",
                "client's configurator ends");
    }

    @Test
    void refusesAnApplicationWithAnEndpointThatCdiCannotMake() {
        for (CdiServer.Weld weld : CdiServer.Weld.values()) {
            CdiServer refusing = new EmbeddedServer();
            assertThrows(Exception.class, () -> refusing.start(weld, Set.of(UnsatisfiedEndpoint.class)));
            assertStops(refusing);
        }
    }

    @Test
    void refusesAMethodThatAProxyCannotPassOn() {
        CdiServer refusing = new EmbeddedServer();
        assertThrows(Exception.class, () -> refusing.start(CdiServer.Weld.FIRST, Set.of(FinalProxiedEndpoint.class)));
        assertStops(refusing);
    }

    private static void assertStops(CdiServer server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answers500WhereAnEndpointFailsWhileItIsMade() throws Exception {
        URI uri = start(FailingEndpoint.class);

        CompletionException failure = assertThrows(CompletionException.class, () -> Peer.connect(uri, "/failing"));
        WebSocketHandshakeException refused = (WebSocketHandshakeException) failure.getCause();
        assertEquals(500, refused.getResponse().statusCode());
        Told.expect("piece ends");
    }
}
