// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What both remote endpoints of a session share, batching too: it is the connection's. Any thread may call. */
abstract class Remote implements RemoteEndpoint {
    private static final int MAX_CONTROL_PAYLOAD = 125;

    final Connection connection;
    private final AtomicBoolean batching;

    /** @param batching whether batching is allowed, the same for both remotes */
    Remote(Connection connection, AtomicBoolean batching) {
        this.connection = connection;
        this.batching = batching;
    }

    static <T> T require(@Nullable T argument, String name) {
        if (argument == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return argument;
    }

    @Override
    public void setBatchingAllowed(boolean allowed) throws IOException {
        if (batching.getAndSet(allowed) == allowed) {
            return;
        }
        if (allowed) {
            connection.cork();
        } else {
            connection.uncork();
        }
    }

    @Override
    public boolean getBatchingAllowed() {
        return batching.get();
    }

    @Override
    public void flushBatch() throws IOException {
        connection.flush();
    }

    @Override
    public void sendPing(ByteBuffer applicationData) throws IOException {
        connection.pingBlocking(control(applicationData));
    }

    @Override
    public void sendPong(ByteBuffer applicationData) throws IOException {
        connection.pongBlocking(control(applicationData));
    }

    private static ByteBuffer control(@Nullable ByteBuffer applicationData) {
        ByteBuffer payload = require(applicationData, "applicationData");
        // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less"
        if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException(
                    "A ping or pong carries at most " + MAX_CONTROL_PAYLOAD + " bytes, not " + payload.remaining());
        }
        return payload;
    }
}
