// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.news;

import jakarta.websocket.Encoder;

/** Writes a headline as {@code author: text}. */
public class HeadlineEncoder implements Encoder.Text<Headline> {
    @Override
    public String encode(Headline headline) {
        return headline.author() + ": " + headline.text();
    }
}
