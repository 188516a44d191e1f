// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/** One for the application. */
@ApplicationScoped
public class Greeter {
    /** Says hello. */
    public String greet(String whom) {
        return "hello " + whom;
    }

    @PreDestroy
    void end() {
        Told.add("application scope ends");
    }
}
