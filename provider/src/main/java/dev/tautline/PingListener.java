// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.nio.ByteBuffer;

/** Told of {@code ping} events. Calls for one socket come one at a time and in order; each may block. */
@FunctionalInterface
public interface PingListener {
    /** A ping has come; its pong is queued already unless {@code autoPong} is off (ws 1.8-03). */
    void onPing(WebSocket socket, ByteBuffer payload);
}
