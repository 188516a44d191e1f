// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.jakarta.TautlineContainer;
import dev.tautline.tests.interop.peer.JakartaClient;
import dev.tautline.tests.interop.peer.JakartaClient.NamedExtension;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Our clients at one peer's server, its client at our servers. Each connection has a query of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InteropTest
        implements MessageScenarios,
                CompressionScenarios,
                ControlScenarios,
                CloseScenarios,
                FailureScenarios,
                HandshakeScenarios {
    private final Set<Deviation> deviations;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<AutoCloseable> stops = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    InteropTest(Set<Deviation> deviations) {
        this.deviations = deviations;
    }

    /** Starts the peer and adds its pairs. */
    abstract void startPeer() throws Exception;

    @BeforeAll
    void start() throws Exception {
        startPeer();
    }

    /** The peer's server gets both of our clients. */
    final void atServer(Server server) {
        TautlineContainer container = new TautlineContainer();
        add("our Jakarta client", new JakartaClient(container, NamedExtension.DEFLATE, container), server, false);
        add("our native client", new NativeClient(), server, false);
        stopLast(server::stop);
    }

    /** The peer's client comes to both of our servers. */
    final void withClient(Client client) throws Exception {
        add("our Jakarta server", client, TautlineTomcat.start(), true);
        add("our native server", client, new NativeServer(), true);
        stopLast(client::stop);
    }

    /** Gives something back behind all that is there. */
    final void stopLast(AutoCloseable stop) {
        stops.add(stop);
    }

    private void add(String name, Client client, Server server, boolean oursIsServer) {
        pairs.add(new Pair(name, client, server, oursIsServer, deviations));
        stops.add(oursIsServer ? server::stop : client::stop);
    }

    @Override
    public List<Pair> pairs() {
        return pairs;
    }

    @Override
    public Link open(Pair pair, String path, Offer offer) throws Exception {
        return open(pair, pair.server().port(), path, offer);
    }

    @Override
    public Link open(Pair pair, Relay relay, Offer offer) throws Exception {
        return open(pair, relay.port(), Server.PATH, offer);
    }

    private Link open(Pair pair, int port, String path, Offer offer) throws Exception {
        String query = "connection=" + connections.incrementAndGet();
        End client = pair.client().connect(new URI("ws://127.0.0.1:" + port + path + "?" + query), offer);
        Link link = new Link(pair, client, pair.server().accepted(query));
        links.add(link);
        return link;
    }

    /** Each session of Tomcat holds buffers of the size of the largest message. */
    @AfterEach
    void closeLinks() throws Exception {
        for (Link link : links) {
            link.ours().close();
            link.ours().heard().awaitEnd();
            heard.add(link.ours().heard());
        }
        links.clear();
    }

    /** However a connection ended, our application was told of it once. */
    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable stop : stops) {
            stop.close();
        }
        for (Heard ours : heard) {
            assertEquals(1, ours.ends());
        }
    }
}
