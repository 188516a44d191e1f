// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.Message;
import dev.tautline.WebSocket;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Floats as a binary message. A browser's {@code Float32Array} has the order of its machine, which is little-endian wherever it matters. */
public final class BinaryFloats {
    private BinaryFloats() {}

    /** Sends 0, 0.5, 1, … as {@code new Float32Array(count)} filled with {@code i / 2}. */
    public static void sendHalves(WebSocket socket, int count) {
        float[] halves = new float[count];
        for (int i = 0; i < count; i++) {
            halves[i] = i / 2f;
        }
        socket.send(FloatBuffer.wrap(halves), ByteOrder.LITTLE_ENDIAN);
    }

    /** A client that sends five of them when it is open. */
    public static WebSocket connect(String address) {
        return WebSocket.connect(address, socket -> socket.onOpen(open -> sendHalves(open, 5)));
    }

    /** The floats of such a message. */
    public static FloatBuffer floats(Message message) {
        return message.bytes().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
