// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private final Rooms rooms = new Rooms(InstantSource.system());

    @Test
    void roomsDoNotHearEachOther() throws RefusedException {
        RecordingPeer ada = new RecordingPeer();
        Visit visit = rooms.enter("tea", "Ada", "", ada);
        rooms.enter("coffee", "Bob", "", new RecordingPeer()).say("beans");
        assertEquals(1, ada.events.size());
        rooms.enter("tea", "Cleo", "", new RecordingPeer());
        visit.say("leaves");
        assertTrue(ada.last().contains("leaves"));
    }

    @Test
    void anEmptyRoomKeepsItsMessagesUntilItsPlaceIsNeeded() throws RefusedException {
        Visit visit = rooms.enter("old", "Ada", "", new RecordingPeer());
        visit.say("remember me");
        visit.leave();
        assertTrue(welcomeTo("old").contains("remember me"));

        for (int i = 0; i < Rooms.MAX_ROOMS - 1; i++) {
            welcomeTo("room " + i);
        }
        assertTrue(welcomeTo("old").contains("remember me"), "just within the limit");
        welcomeTo("one more"); // in the place of room 0
        assertTrue(welcomeTo("old").contains("remember me"), "visited last, so it was not its turn");
        for (int i = 0; i < Rooms.MAX_ROOMS; i++) {
            welcomeTo("other " + i);
        }
        assertFalse(welcomeTo("old").contains("remember me"));
    }

    @Test
    void aRoomInUseIsNeverGivenAway() throws RefusedException {
        RecordingPeer ada = new RecordingPeer();
        rooms.enter("room 0", "Ada", "", ada);
        for (int i = 1; i < Rooms.MAX_ROOMS; i++) {
            rooms.enter("room " + i, "Bob", "", new RecordingPeer());
        }
        RefusedException refusal =
                assertThrows(RefusedException.class, () -> rooms.enter("one more", "Cleo", "", new RecordingPeer()));
        assertEquals(RefusedException.FULL, refusal.code());
        rooms.enter("room 0", "Cleo", "", new RecordingPeer());
        assertTrue(ada.last().contains("Cleo"));
    }

    private String welcomeTo(String room) throws RefusedException {
        RecordingPeer peer = new RecordingPeer();
        rooms.enter(room, "Visitor", "", peer).leave();
        return peer.events.get(0);
    }
}
