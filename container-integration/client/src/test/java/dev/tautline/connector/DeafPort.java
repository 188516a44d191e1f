// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of 127.0.0.1 that refuses connections. It is held, so that nobody else begins to listen there. */
final class DeafPort implements AutoCloseable {
    private final Socket held = new Socket();

    DeafPort() throws IOException {
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() {
        return held.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
