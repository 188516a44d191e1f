// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.inject.Inject;
import jakarta.websocket.Decoder;

/** Needs CDI. */
public class WordDecoder implements Decoder.Text<Word> {
    @Inject
    private Greeter greeter;

    @Override
    public Word decode(String text) {
        return new Word("decoded " + greeter.greet(text));
    }

    @Override
    public boolean willDecode(String text) {
        return true;
    }
}
