// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.nio.ByteBuffer;

/** Told of {@code pong} events. Calls for one socket come one at a time and in order; each may block. */
@FunctionalInterface
public interface PongListener {
    /** A pong has come (ws 1.8-03). */
    void onPong(WebSocket socket, ByteBuffer payload);
}
