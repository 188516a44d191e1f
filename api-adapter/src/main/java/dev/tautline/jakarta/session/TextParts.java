// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.protocol.Utf8;
import dev.tautline.jakarta.endpoint.MessageReceiver;
import java.io.StringReader;

/** Parts of text messages. */
final class TextParts extends MessageParts<String> {
    private final StringBuilder collected = new StringBuilder();

    /** Delivers a whole message in the way that its receiver takes messages. */
    static void whole(MessageReceiver taker, String message) throws Throwable {
        switch (taker.delivery()) {
            case WHOLE -> taker.text(message);
            case PARTS, LIMITED_PARTS -> taker.textPart(message, true);
            case STREAM -> taker.textStream(new StringReader(message));
        }
    }

    @Override
    long size(String part) {
        return Utf8.length(part);
    }

    @Override
    void collect(String part) {
        collected.append(part);
    }

    @Override
    void clear() {
        collected.setLength(0);
    }

    @Override
    void deliverPart(MessageReceiver taker, String part, boolean last) throws Throwable {
        taker.textPart(part, last);
    }

    @Override
    void deliverWhole(MessageReceiver taker) throws Throwable {
        String message = collected.toString();
        clear();
        whole(taker, message);
    }
}
