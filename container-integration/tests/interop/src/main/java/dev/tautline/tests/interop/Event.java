// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.nio.ByteBuffer;

/** What one end of a connection hears of the other. */
public sealed interface Event {
    /** A whole text message. */
    record Text(String message) implements Event {
        @Override
        public String toString() {
            return message.length() < 100 ? "text " + message : "text of " + message.length() + " characters";
        }
    }

    /** A whole binary message. */
    record Binary(ByteBuffer message) implements Event {}

    /** The payload of a pong. */
    record Pong(ByteBuffer payload) implements Event {}

    /** The end, as the application is told of it. */
    record Closed(int code, String reason) implements Event {}

    /** The end of an application that is told of no close code: the JDK's client where the close frame is missing. */
    record Failed() implements Event {}
}
