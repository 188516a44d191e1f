// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.net.URI;
import java.util.Set;

/** A provider from its own library folder, with client and server. */
abstract class OtherPeerTest extends InteropTest {
    private final String folder;
    private final String program;

    OtherPeerTest(String folder, String program, Set<Deviation> deviations) {
        super(deviations);
        this.folder = folder;
        this.program = program;
    }

    @Override
    final void startPeer() throws Exception {
        PeerLoader loader = PeerLoader.of(folder);
        Peer peer = loader.peer(program);
        withClient(new Located(loader, loader.call(peer::client)));
        atServer(loader.call(peer::start));
        stopLast(loader);
    }

    /** The peer's client, called with its classes as the thread's. */
    private record Located(PeerLoader loader, Client client) implements Client {
        @Override
        public End connect(URI address, Offer offer) throws Exception {
            return loader.call(() -> client.connect(address, offer));
        }

        @Override
        public void stop() throws Exception {
            loader.call(() -> {
                client.stop();
                return client;
            });
        }
    }
}
