// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;

/** An open connection with both of its ends. */
record Link(Pair pair, End client, End server) {
    End ours() {
        return pair.oursIsServer() ? server : client;
    }

    End theirs() {
        return pair.oursIsServer() ? client : server;
    }

    /** One side of the link speaks, the other one listens. */
    record Way(End from, End to) {
        /** Sends what the other side must not take; its close may come before the send returns. */
        void textInVain(String part, boolean last) {
            try {
                from.text(part, last);
            } catch (Exception e) {
                // Whether the connection has ended as it must is seen by what both sides hear.
            }
        }

        void hears(Event event) throws InterruptedException {
            assertEquals(event, to.heard().next());
        }

        void hears(String text) throws InterruptedException {
            hears(new Event.Text(text));
        }

        void hears(byte[] bytes) throws InterruptedException {
            hears(new Event.Binary(ByteBuffer.wrap(bytes)));
        }
    }

    List<Way> bothWays() {
        return List.of(new Way(client, server), new Way(server, client));
    }

    Way fromOurs() {
        return new Way(ours(), theirs());
    }

    Way fromTheirs() {
        return new Way(theirs(), ours());
    }

    /** Nothing of what came was an error for our side. */
    void assertNoErrors() {
        assertTrue(
                ours().heard().errors().isEmpty(),
                () -> "errors: " + ours().heard().errors());
    }
}
