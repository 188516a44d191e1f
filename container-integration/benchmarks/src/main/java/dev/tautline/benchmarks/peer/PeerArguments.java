// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What each main is given.
 *
 * @param port to listen on, 127.0.0.1 only
 * @param maxMessage the largest whole message, text or binary, in bytes
 */
record PeerArguments(int port, int maxMessage) {

    // Held, because java.util.logging forgets the level of a logger nobody holds.
    private static final Logger ROOT = Logger.getLogger("");

    static PeerArguments parse(String[] args) {
        if (args.length != 2) {
            throw new IllegalArgumentException("Usage: PORT MAX_MESSAGE_BYTES");
        }
        ROOT.setLevel(Level.WARNING);
        return new PeerArguments(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    }

    /** Says that the server accepts connections, and ends the process with its standard input. */
    void ready() throws IOException {
        System.out.println("READY " + port);
        InputStream in = System.in;
        while (in.read() >= 0) {
            // Whoever started this process says nothing more.
        }
        Runtime.getRuntime().halt(0);
    }
}
