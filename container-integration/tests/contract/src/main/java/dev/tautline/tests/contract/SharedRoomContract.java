// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.Message;
import dev.tautline.Room;
import dev.tautline.jakarta.JakartaReceivers;
import dev.tautline.spec.BroadcastResult;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.application.SharedRoom;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireMessage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** One room holds sockets of the native API and sessions of annotated endpoints on the same server. */
interface SharedRoomContract extends Contract {
    @Test
    default void aRoomOfBothFaces() throws Exception {
        site();
        Room room = SharedRoom.room();
        Probe probe = new Probe()
                .onOpen((session, subprotocol) -> room.add(JakartaReceivers.of(session)))
                .onText((session, message) -> room.broadcastExcept(JakartaReceivers.of(session), message));
        try (WireClient socket = site().webSocket(SharedRoom.PATH).deflate().open();
                WireClient endpoint = site().webSocket(probe.path()).deflate().open()) {
            Await.until("both are in the room", () -> room.size() == 2);
            endpoint.sendText("from the endpoint");
            assertEquals("from the endpoint", socket.text());
            socket.sendText("from the socket");
            assertEquals("from the socket", endpoint.text());
            byte[] bytes = {1, 2, 3};
            assertEquals(new BroadcastResult(2, 0, 0, 0), room.broadcast(ByteBuffer.wrap(bytes)));
            assertArrayEquals(bytes, socket.message().binary());
            assertArrayEquals(bytes, endpoint.message().binary());
            String large = "encoded once ".repeat(1000);
            room.broadcast(Message.of(large));
            for (WireClient client : new WireClient[] {socket, endpoint}) {
                WireMessage message = client.message();
                assertEquals(large, message.text());
                assertTrue(message.deflated());
            }
            endpoint.closeCleanly();
            Await.until("the session has left the room", () -> room.size() == 1);
            assertEquals(new BroadcastResult(1, 0, 0, 0), room.broadcast("alone"));
            assertEquals("alone", socket.text());
            socket.closeCleanly();
        }
        Await.until("the room is empty", room::isEmpty);
    }
}
