// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.util.Collection;
import java.util.List;

/** The JSON objects that a room sends. Times are milliseconds since 1970 and rise strictly within a room, so they name its events. */
final class Event {
    private Event() {}

    /** To who has come: the name given, who is here, and the last messages. */
    static String welcome(String you, long at, List<String> members, Collection<String> messages) {
        return new Json("welcome")
                .put("you", you)
                .put("at", at)
                .putStrings("members", members)
                .putObjects("messages", messages)
                .end();
    }

    /** To the others. */
    static String joined(String name, long at) {
        return new Json("joined").put("name", name).put("at", at).end();
    }

    /** To the others. */
    static String left(String name, long at) {
        return new Json("left").put("name", name).put("at", at).end();
    }

    /** To all, the author too. */
    static String message(String from, long at, String text) {
        return new Json("message")
                .put("from", from)
                .put("at", at)
                .put("text", text)
                .end();
    }

    /** To the others. */
    static String typing(String name) {
        return new Json("typing").put("name", name).end();
    }

    /** To one who did what can't be done; nothing else came of it. */
    static String notice(String text) {
        return new Json("notice").put("text", text).end();
    }
}
