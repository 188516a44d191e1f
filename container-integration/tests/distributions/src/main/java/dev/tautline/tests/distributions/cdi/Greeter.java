// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One for the application: greets, and hears what the others tell. */
@ApplicationScoped
public class Greeter {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** Says hello. */
    public String greet(String whom) {
        return "hello " + whom;
    }

    /** Keeps what somebody tells. */
    public void tell(String event) {
        told.add(event);
    }

    /** What was told, in order. */
    public BlockingQueue<String> told() {
        return told;
    }
}
