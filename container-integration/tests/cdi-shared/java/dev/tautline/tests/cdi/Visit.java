// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;

/** One for a callback. */
@RequestScoped
public class Visit {
    private int calls;

    /** How often it was called. */
    public int call() {
        calls++;
        return calls;
    }

    @PreDestroy
    void end() {
        Told.add("visit of " + calls + " ends");
    }
}
