// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.inject.Inject;
import jakarta.websocket.Encoder;

/** Needs CDI. */
public class WordEncoder implements Encoder.Text<Word> {
    private final Greeter greeter;

    /** By its constructor. */
    @Inject
    public WordEncoder(Greeter greeter) {
        this.greeter = greeter;
    }

    @Override
    public String encode(Word word) {
        return word.text() + ", encoded " + greeter.greet("again");
    }
}
