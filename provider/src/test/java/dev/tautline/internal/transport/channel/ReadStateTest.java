// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of "Demand and the read token" in {@code docs/concurrency.md}. */
class ReadStateTest {
    private final ReadState state = new ReadState();

    @BeforeEach
    void watch() {
        assertTrue(state.demand(), "the first demand finds the socket unwatched");
        state.unmute();
    }

    @Test
    void demandIsMetByOneTurn() {
        assertTrue(state.isReadable());
        state.beginTurn();
        assertFalse(state.isReadable());
        state.endTurn();
        assertFalse(state.isReadable());
        assertFalse(state.demand(), "the socket is still watched");
        assertTrue(state.isReadable());
    }

    @Test
    void demandInsideTheTurnIsSeenAtItsEnd() {
        state.beginTurn();
        assertFalse(state.demand());
        assertFalse(state.isReadable());
        state.endTurn();
        assertTrue(state.isReadable());
    }

    @Test
    void mutedSocketHasToBeWatchedAgain() {
        state.beginTurn();
        state.endTurn();
        assertTrue(state.mute());
        assertTrue(state.demand());
        assertFalse(state.demand(), "told once");
    }

    @Test
    void muteLosesAgainstDemand() {
        assertFalse(state.mute());
        assertTrue(state.isReadable());
    }

    @Test
    void demandAfterTheLossGivesTheTokenBack() {
        long first = state.beginTurn();
        assertTrue(state.markLost(first));
        assertFalse(state.isReadable());
        assertFalse(state.demand());
        assertTrue(state.isReadable());
        long second = state.beginTurn();
        assertNotEquals(first, second);
        assertFalse(state.endLostTurn(first));
        assertFalse(state.isReadable());
        assertTrue(state.markLost(second), "the late return of the first has not touched the second");
    }

    @Test
    void demandBeforeTheLossWaitsForTheReturn() {
        long number = state.beginTurn();
        state.demand();
        assertTrue(state.markLost(number));
        assertFalse(state.isReadable());
        assertFalse(state.endLostTurn(number));
        assertTrue(state.isReadable());
    }

    @Test
    void returnOfALostTurnTellsTheLoopWhenTheSocketIsUnwatched() {
        long number = state.beginTurn();
        state.demand();
        state.markLost(number);
        assertTrue(state.mute(), "readable, but the token is out");
        assertTrue(state.endLostTurn(number));
    }

    @Test
    void demandAfterTheLossTellsTheLoopWhenTheSocketIsUnwatched() {
        long number = state.beginTurn();
        state.markLost(number);
        assertTrue(state.mute());
        assertTrue(state.demand());
    }

    @Test
    void takeOverAfterTheReturnMarksNothing() {
        long number = state.beginTurn();
        assertFalse(state.endLostTurn(number));
        assertFalse(state.markLost(number));
        assertEquals(number + 1, turnAfterDemand());
    }

    private long turnAfterDemand() {
        state.demand();
        assertTrue(state.isReadable());
        return state.beginTurn();
    }
}
