// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.WebSocketClientOptions;
import dev.tautline.testkit.Frames;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a server does to a client.
 *
 * @param url with {@code {port}}
 * @param protocols subprotocols to offer
 * @param theirs options for {@code peer.cjs} in JSON, without the braces and the subprotocols
 * @param ours the same for ours
 * @param actions what the application does meanwhile
 * @param answers to the requests, one after the other; with {@code {accept}} and {@code {port}}
 * @param opens whether the socket opens in the end
 * @param script what is sent with the last answer
 * @param replies frames that are waited for before the ending
 * @param ending what the server does then
 * @param ownSentence whether the sentence of the handshake's error is another package's: the HTTP parser's or the network's
 */
record ClientCase(
        String name,
        String url,
        List<String> protocols,
        String theirs,
        Consumer<WebSocketClientOptions.Builder> ours,
        List<ClientAction> actions,
        List<String> answers,
        boolean opens,
        ServerCase.Bytes script,
        int replies,
        Ending ending,
        boolean ownSentence) {

    /** How the server ends a conversation. */
    enum Ending {
        /** Sends 1000. */
        CLOSES,
        /** Leaves it to the client. */
        WAITS,
        /** Ends its stream without a close frame. */
        ENDS,
        /** Resets the connection. */
        RESETS,
        /** Sends a text, and waits. */
        SPEAKS
    }

    static final String ACCEPTED = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: {accept}",
            "");

    @Override
    public String toString() {
        return name;
    }

    /** The good case: opens with a plain answer, gets nothing, is closed by the server. */
    static ClientCase given(String name) {
        return new ClientCase(
                name,
                "ws://127.0.0.1:{port}/path?query=1",
                List.of(),
                "",
                options -> {},
                List.of(),
                List.of(ACCEPTED + "\r\n"),
                true,
                ServerCase.Bytes.bytes(new byte[0]),
                0,
                Ending.CLOSES,
                false);
    }

    ClientCase offering(String... names) {
        return new ClientCase(
                name, url, List.of(names), theirs, ours, actions, answers, opens, script, replies, ending, ownSentence);
    }

    ClientCase at(String address) {
        return new ClientCase(
                name, address, protocols, theirs, ours, actions, answers, opens, script, replies, ending, ownSentence);
    }

    ClientCase options(String json, Consumer<WebSocketClientOptions.Builder> same) {
        return new ClientCase(
                name, url, protocols, json, same, actions, answers, opens, script, replies, ending, ownSentence);
    }

    /** Without permessage-deflate. */
    ClientCase plain(boolean ws) {
        return ws ? options("\"perMessageDeflate\":false", options -> options.perMessageDeflate(false)) : this;
    }

    ClientCase doing(ClientAction... done) {
        return new ClientCase(
                name,
                url,
                protocols,
                theirs,
                ours,
                List.of(done),
                answers,
                opens,
                script,
                replies,
                ending,
                ownSentence);
    }

    ClientCase answered(String... heads) {
        return new ClientCase(
                name,
                url,
                protocols,
                theirs,
                ours,
                actions,
                List.of(heads),
                opens,
                script,
                replies,
                ending,
                ownSentence);
    }

    /** Accepted with one more field. */
    ClientCase accepted(String field) {
        return answered(ACCEPTED + field + "\r\n\r\n");
    }

    /** Accepted with another line in place of one. */
    ClientCase accepted(String line, String other) {
        return answered(ACCEPTED.replace(line, other).replace("\r\n\r\n", "\r\n") + "\r\n");
    }

    ClientCase fails() {
        return new ClientCase(
                name, url, protocols, theirs, ours, actions, answers, false, script, replies, ending, ownSentence);
    }

    /** Fails with a sentence that is not the WebSocket package's own. */
    ClientCase failsElsewhere() {
        return new ClientCase(
                name, url, protocols, theirs, ours, actions, answers, false, script, replies, ending, true);
    }

    ClientCase sent(int answeredBy, Ending then, byte[]... frames) {
        return new ClientCase(
                name,
                url,
                protocols,
                theirs,
                ours,
                actions,
                answers,
                opens,
                ServerCase.Bytes.bytes(Frames.join(frames)),
                answeredBy,
                then,
                ownSentence);
    }
}
