// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker.app;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Takes a message of any size in parts and answers with its length and its CRC-32. One instance per session. */
@ServerEndpoint("/parts")
public class PartsEndpoint {
    private final CRC32 checksum = new CRC32();
    private long length;

    @OnMessage
    public void part(Session session, ByteBuffer part, boolean last) throws IOException {
        length += part.remaining();
        checksum.update(part);
        if (last) {
            session.getBasicRemote().sendText(length + " " + checksum.getValue());
            length = 0;
            checksum.reset();
        }
    }
}
