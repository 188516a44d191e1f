// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.io.DataInputStream;
import java.io.IOException;

/** A server's side of RFC 6455 by hand: short frames come back unmasked, a close frame last. */
final class MaskedEcho {
    private static final int CLOSE = 8;

    private MaskedEcho() {}

    /** Until the client has closed; returns the code of its close frame, 0 for none. */
    static int play(Peer peer) throws IOException {
        DataInputStream input = new DataInputStream(peer.input());
        while (true) {
            int first = input.readUnsignedByte();
            int length = input.readUnsignedByte() & 0x7F;
            byte[] mask = input.readNBytes(4);
            byte[] frame = new byte[2 + length];
            frame[0] = (byte) first;
            frame[1] = (byte) length;
            for (int i = 0; i < length; i++) {
                frame[2 + i] = (byte) (input.readByte() ^ mask[i % 4]);
            }
            peer.write(frame);
            if ((first & 0x0F) == CLOSE) {
                return length < 2 ? 0 : ((frame[2] & 0xFF) << 8) | (frame[3] & 0xFF);
            }
        }
    }
}
