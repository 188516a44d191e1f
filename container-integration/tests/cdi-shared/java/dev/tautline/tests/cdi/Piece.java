// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;

/** Belongs to what it is injected into. */
@Dependent
public class Piece {
    @PreDestroy
    void end() {
        Told.add("piece ends");
    }
}
