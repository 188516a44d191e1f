// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.handshake.HandshakeKey;
import java.io.IOException;
import java.util.Locale;

/** The server's side of an opening handshake, by hand, so that each part of it can be wrong. */
final class Upgrades {
    private Upgrades() {}

    static String field(String head, String name) {
        for (String line : Peer.lines(head)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": ")) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    static String accept(String head) {
        return HandshakeKey.accept(field(head, "Sec-WebSocket-Key"));
    }

    /** @param more further lines, each with its end */
    static String answer(String head, String more) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(head) + "\r\n" + more + "\r\n";
    }

    /** Reads a request and accepts it. */
    static String accept(Peer peer, String more) throws IOException {
        String head = peer.readHead();
        peer.write(answer(head, more));
        return head;
    }

    static void close(Peer peer) throws IOException {
        peer.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
        peer.input().read();
    }
}
