// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is here and what was said. Any thread may call; each call is a step of the room's {@link Lane}, which alone touches the
 * state and sends, so that all members see everything in one order.
 */
final class Room {
    static final int MAX_MEMBERS = 200;
    static final int MAX_TEXT = 2000;
    static final int KEPT_MESSAGES = 50;

    private final InstantSource clock;
    private final Lane lane = new Lane();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Deque<String> messages = new ArrayDeque<>();
    private long lastTime;

    Room(InstantSource clock) {
        this.clock = clock;
    }

    /** Lets somebody in, under a name that nobody else has here, or closes the connection with a reason. */
    void join(Member member) {
        lane.run(() -> {
            Member before = memberWithKey(member.key);
            if (before != null) {
                replace(before, member);
            } else if (members.size() >= MAX_MEMBERS) {
                member.peer.close(RefusedException.FULL, "This room is full. Please try another one.");
            } else {
                member.rename(freeName(member.name()));
                sendToAll(Event.joined(member.name(), nextTime()));
                admit(member);
            }
        });
    }

    /** Does nothing if the member has left or was replaced already. */
    void leave(Member member) {
        lane.run(() -> {
            if (members.remove(Names.folded(member.name()), member)) {
                sendToAll(Event.left(member.name(), nextTime()));
            }
        });
    }

    void say(Member member, String text) {
        lane.run(() -> {
            if (!mayAct(member)) {
                return;
            }
            if (text.length() > MAX_TEXT) {
                member.peer.send(Event.notice("A message has at most " + MAX_TEXT + " characters, this one had "
                        + text.length() + ". It was not sent."));
            } else if (!text.isBlank()) {
                keepAndSend(Event.message(member.name(), nextTime(), text));
            }
        });
    }

    void type(Member member) {
        lane.run(() -> {
            if (mayAct(member)) {
                String event = Event.typing(member.name());
                members.values().stream().filter(other -> other != member).forEach(other -> other.peer.send(event));
            }
        });
    }

    private boolean mayAct(Member member) {
        if (!isHere(member)) {
            return false;
        }
        if (member.isTooFast(clock.millis())) {
            leave(member);
            member.peer.close(RefusedException.TOO_FAST, "That was too much in too short a time. Take a breath.");
            return false;
        }
        return true;
    }

    private boolean isHere(Member member) {
        return members.get(Names.folded(member.name())) == member;
    }

    private @Nullable Member memberWithKey(String key) {
        if (key.isEmpty()) {
            return null;
        }
        return members.values().stream()
                .filter(member -> member.key.equals(key))
                .findFirst()
                .orElse(null);
    }

    /** The page lost its connection and the server does not know yet: to the others nothing has happened. */
    private void replace(Member before, Member member) {
        member.rename(before.name());
        admit(member);
        before.peer.close(RefusedException.REPLACED, "You have come back over another connection.");
    }

    private void admit(Member member) {
        members.put(Names.folded(member.name()), member);
        List<String> names = new ArrayList<>();
        members.values().forEach(here -> names.add(here.name()));
        member.peer.send(Event.welcome(member.name(), nextTime(), names, messages));
    }

    private String freeName(String wanted) {
        String name = wanted;
        for (int number = 2; members.containsKey(Names.folded(name)); number++) {
            name = Names.numbered(wanted, number);
        }
        return name;
    }

    private void keepAndSend(String message) {
        if (messages.size() == KEPT_MESSAGES) {
            messages.remove();
        }
        messages.add(message);
        sendToAll(message);
    }

    private void sendToAll(String event) {
        members.values().forEach(member -> member.peer.send(event));
    }

    private long nextTime() {
        lastTime = Math.max(clock.millis(), lastTime + 1);
        return lastTime;
    }
}
