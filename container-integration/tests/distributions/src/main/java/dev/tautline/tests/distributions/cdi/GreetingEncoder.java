// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.cdi;

import jakarta.inject.Inject;
import jakarta.websocket.Encoder;

/** No bean; injected all the same. */
public class GreetingEncoder implements Encoder.Text<Greeting> {
    @Inject
    private Greeter greeter;

    @Override
    public String encode(Greeting greeting) {
        return greeting.text() + ", " + greeter.greet("encoder");
    }
}
