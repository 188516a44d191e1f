// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.Violation;
import java.io.IOException;

/** The peer broke the protocol or a limit; the connection has been failed. */
public final class ViolationException extends IOException {
    private static final long serialVersionUID = 1;

    private final Violation violation;

    public ViolationException(Violation violation) {
        super(violation.sentence() + " (" + violation.section() + ")");
        this.violation = violation;
    }

    /** What was broken. */
    public Violation violation() {
        return violation;
    }
}
