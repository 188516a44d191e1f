// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomTest {
    private long now = 1000;
    private final Room room = new Room(() -> Instant.ofEpochMilli(now));
    private final RecordingPeer adaPeer = new RecordingPeer();
    private final Member ada = new Member("Ada", "", adaPeer);
    private final RecordingPeer bobPeer = new RecordingPeer();
    private final Member bob = new Member("Bob", "", bobPeer);

    @Test
    void whoComesIsToldWhoIsHereAndTheOthersAreToldOfHim() {
        room.join(ada);
        room.join(bob);
        assertEquals(
                List.of(
                        "{\"type\":\"welcome\",\"you\":\"Ada\",\"at\":1001,\"members\":[\"Ada\"],\"messages\":[]}",
                        "{\"type\":\"joined\",\"name\":\"Bob\",\"at\":1002}"),
                adaPeer.events);
        assertEquals(
                List.of(
                        "{\"type\":\"welcome\",\"you\":\"Bob\",\"at\":1003,\"members\":[\"Ada\",\"Bob\"],\"messages\":[]}"),
                bobPeer.events);
    }

    @Test
    void aMessageGoesToAllWithOneTime() {
        room.join(ada);
        room.join(bob);
        now = 5000;
        room.say(ada, "<i>\"hi\"</i>");
        String message = "{\"type\":\"message\",\"from\":\"Ada\",\"at\":5000,\"text\":\"<i>\\\"hi\\\"</i>\"}";
        assertEquals(message, adaPeer.last());
        assertEquals(message, bobPeer.last());
    }

    @Test
    void timesRiseWhereTheClockDoesNot() {
        room.join(ada);
        now = 5000;
        room.say(ada, "1");
        now = 4000;
        room.say(ada, "2");
        assertEquals("{\"type\":\"message\",\"from\":\"Ada\",\"at\":5001,\"text\":\"2\"}", adaPeer.last());
    }

    @Test
    void whoLeavesIsNamedOnceAndHearsNothingMore() {
        room.join(ada);
        room.join(bob);
        int heard = bobPeer.events.size();
        room.leave(bob);
        room.leave(bob);
        room.say(bob, "too late");
        room.type(bob);
        assertEquals("{\"type\":\"left\",\"name\":\"Bob\",\"at\":1004}", adaPeer.last());
        assertEquals(3, adaPeer.events.size());
        assertEquals(heard, bobPeer.events.size());
    }

    @Test
    void aTakenNameGetsTheNextFreeNumber() {
        room.join(ada);
        Member second = join("ADA");
        Member third = join("ada");
        assertEquals(List.of("Ada", "ADA 2", "ada 3"), List.of(ada.name(), second.name(), third.name()));
        room.leave(second);
        assertEquals("Ada 2", join("Ada").name());
    }

    @Test
    void aNameIsFreeAgainWhenItsOwnerHasLeft() {
        room.join(ada);
        room.leave(ada);
        assertEquals("ada", join("ada").name());
    }

    @Test
    void whoComesBackWithTheSameKeyTakesHisOwnPlace() {
        room.join(bob);
        Member lost = new Member("Ada", "secret", adaPeer);
        room.join(lost);
        int heard = bobPeer.events.size();
        RecordingPeer returned = new RecordingPeer();
        Member back = new Member("Ada", "secret", returned);
        room.join(back);
        room.leave(lost);

        assertEquals("Ada", back.name());
        assertEquals(List.of(RefusedException.REPLACED), adaPeer.closeCodes);
        assertEquals(heard, bobPeer.events.size(), "to the others nothing has happened");
        assertTrue(returned.last().contains("\"members\":[\"Bob\",\"Ada\"]"));
        room.say(back, "here");
        assertTrue(bobPeer.last().contains("\"text\":\"here\""));
    }

    @Test
    void withoutAKeyNobodyIsReplaced() {
        room.join(ada);
        assertEquals("Ada 2", join("Ada").name());
        assertEquals(List.of(), adaPeer.closeCodes);
    }

    @Test
    void whoComesGetsTheLastMessagesOldestFirst() {
        room.join(ada);
        for (int i = 0; i < Room.KEPT_MESSAGES + 3; i++) {
            now += Member.WINDOW_MILLIS;
            room.say(ada, "m" + i);
        }
        room.join(bob);
        String welcome = bobPeer.events.get(0);
        List<Integer> places = new ArrayList<>();
        for (int i = 3; i < Room.KEPT_MESSAGES + 3; i++) {
            places.add(welcome.indexOf("\"text\":\"m" + i + "\""));
        }
        assertTrue(places.get(0) > 0);
        assertEquals(places.stream().sorted().toList(), places);
        assertEquals(-1, welcome.indexOf("\"text\":\"m2\""));
    }

    @Test
    void aMessageOfTheFullLengthPassesAndOneMoreIsExplained() {
        room.join(ada);
        room.join(bob);
        room.say(ada, "x".repeat(Room.MAX_TEXT));
        assertTrue(bobPeer.last().contains("xxx"));
        int heard = bobPeer.events.size();
        room.say(ada, "x".repeat(Room.MAX_TEXT + 1));
        assertEquals(heard, bobPeer.events.size());
        assertTrue(adaPeer.last().startsWith("{\"type\":\"notice\""), adaPeer.last());
        assertEquals(List.of(), adaPeer.closeCodes);
    }

    @Test
    void blanksAreNoMessage() {
        room.join(ada);
        room.say(ada, " \n\t");
        assertEquals(1, adaPeer.events.size());
    }

    @Test
    void typingIsShownToTheOthersOnly() {
        room.join(ada);
        room.join(bob);
        int heard = adaPeer.events.size();
        room.type(ada);
        assertEquals("{\"type\":\"typing\",\"name\":\"Ada\"}", bobPeer.last());
        assertEquals(heard, adaPeer.events.size());
    }

    @Test
    void aFloodEndsTheStay() {
        room.join(ada);
        room.join(bob);
        IntStream.rangeClosed(0, Member.MAX_LINES).forEach(i -> room.say(ada, "m" + i));
        assertEquals(List.of(RefusedException.TOO_FAST), adaPeer.closeCodes);
        assertTrue(bobPeer.last().startsWith("{\"type\":\"left\",\"name\":\"Ada\""), bobPeer.last());
        assertTrue(bobPeer.events.get(bobPeer.events.size() - 2).contains("\"m" + (Member.MAX_LINES - 1) + "\""));
    }

    @Test
    void asManyInALongerTimeAreNoFlood() {
        room.join(ada);
        IntStream.range(0, Member.MAX_LINES).forEach(i -> room.say(ada, "m" + i));
        now += Member.WINDOW_MILLIS;
        IntStream.range(0, Member.MAX_LINES).forEach(i -> room.say(ada, "n" + i));
        assertEquals(List.of(), adaPeer.closeCodes);
    }

    @Test
    void aFullRoomLetsNobodyIn() {
        IntStream.range(0, Room.MAX_MEMBERS).forEach(i -> join("m" + i));
        room.join(ada);
        assertEquals(List.of(RefusedException.FULL), adaPeer.closeCodes);
        assertEquals(List.of(), adaPeer.events);
        room.say(ada, "let me in");
        assertEquals(List.of(), adaPeer.events);
    }

    private Member join(String name) {
        Member member = new Member(name, "", new RecordingPeer());
        room.join(member);
        return member;
    }
}
