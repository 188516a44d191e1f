// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.news;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;

/** Reads {@code author: text}. */
public class HeadlineDecoder implements Decoder.Text<Headline> {
    @Override
    public boolean willDecode(String text) {
        return !text.isBlank();
    }

    @Override
    public Headline decode(String text) throws DecodeException {
        int colon = text.indexOf(": ");
        if (colon < 1) {
            throw new DecodeException(text, "A headline is \"author: text\"");
        }
        return new Headline(text.substring(0, colon), text.substring(colon + 2));
    }
}
