// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.spec.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case with the real client and with ours: what the server gets and what the client sees must be the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientDifferential {
    private final Profile profile;
    private NodePeers theirs;
    private int count;

    ClientDifferential(Profile profile) {
        this.profile = profile;
    }

    /** Cases in which ours differs because a decision says so, with what ours does instead. */
    abstract Map<String, List<String>> decided();

    @BeforeAll
    void start() throws Exception {
        theirs = new NodePeers();
    }

    @AfterAll
    void stop() throws Exception {
        theirs.close();
    }

    Stream<ClientCase> cases() {
        boolean ws = profile == Profile.WS;
        return Stream.of(
                        ClientHandshakeCases.both(ws),
                        ClientFrameCases.both(ws),
                        ws ? ClientHandshakeCases.ws() : ClientHandshakeCases.faye(),
                        ws ? ClientFrameCases.ws() : ClientFrameCases.faye())
                .flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void behavesAsThePackage(ClientCase given) throws Exception {
        List<String> expected = comparable(given, play(given, this::startTheirs));
        List<String> actual = comparable(given, play(given, this::startOurs));
        List<String> decision = decided().get(given.name());
        if (decision == null) {
            assertEquals(expected, actual);
        } else {
            assertEquals(decision, actual);
            assertNotEquals(expected, actual, "no longer a difference: take it out of the list");
        }
    }

    private interface Client {
        ServerExchange.Events start(ClientCase given, String url) throws IOException;
    }

    private static List<String> play(ClientCase given, Client client) throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer(given)) {
            ServerExchange.Events events =
                    client.start(given, given.url().replace("{port}", Integer.toString(server.port())));
            List<String> outcome = new ArrayList<>(server.play());
            for (String event = ""; !event.startsWith("close "); ) {
                event = events.next();
                outcome.add("event " + event);
            }
            return outcome;
        }
    }

    private ServerExchange.Events startTheirs(ClientCase given, String url) throws IOException {
        String name = "client" + count++;
        String protocols = given.protocols().stream()
                .map(protocol -> '"' + protocol + '"')
                .collect(Collectors.joining(",", "\"protocols\":[", "]"));
        String actions = given.actions().stream()
                .map(ClientAction::json)
                .collect(Collectors.joining(",", ",\"actions\":[", "]"));
        theirs.command((profile == Profile.FAYE ? "faye-client " : "ws-client ") + name + " " + url + " {" + protocols
                + (given.theirs().isEmpty() ? "" : ",") + given.theirs() + actions + "}");
        return () -> theirs.next(name);
    }

    private ServerExchange.Events startOurs(ClientCase given, String url) {
        Recorder recorder = new Recorder(profile == Profile.FAYE);
        WebSocketClientOptions.Builder options = WebSocketClientOptions.builder(profile);
        given.ours().accept(options);
        var unused = WebSocket.connect(url, given.protocols(), options.build(), socket -> {
            socket.onOpen(open -> recorder.add("open " + NodePeers.base64(open.protocol()) + " "
                    + (profile == Profile.FAYE ? "" : NodePeers.base64(open.extensions()))));
            recorder.record(socket);
            given.actions().forEach(action -> action.register(socket, recorder));
        });
        return recorder::next;
    }

    /** The sentence of an error is compared in the handshake, later its code alone; faye puts the sentence into the close frame as well. */
    private List<String> comparable(ClientCase given, List<String> outcome) {
        boolean opened = outcome.stream().anyMatch(line -> line.startsWith("event open"));
        boolean failed = outcome.stream().anyMatch(line -> line.startsWith("event error "));
        boolean ownSentence = opened || given.ownSentence();
        boolean fayeFailed = failed && opened && profile == Profile.FAYE;
        return outcome.stream()
                .map(line -> {
                    if (line.startsWith("event error ") && ownSentence) {
                        return given.ownSentence() ? "event error" : line.substring(0, line.lastIndexOf(' '));
                    }
                    if (fayeFailed && line.startsWith("close ")) {
                        return line.substring(0, "close AAA".length());
                    }
                    boolean ending = fayeFailed && line.startsWith("event close ");
                    return ending ? line.substring(0, "event close 1000".length()) : line;
                })
                .toList();
    }
}
