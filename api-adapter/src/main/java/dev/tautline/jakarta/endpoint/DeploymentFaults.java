// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the endpoints of a deployment, so that all of it is reported at once. Not thread safe. */
public final class DeploymentFaults {
    private final List<String> faults = new ArrayList<>();
    private @Nullable Throwable cause;

    /** Notes a fault: a sentence that names the class and, where it is one's, the method. */
    public void add(String fault) {
        faults.add(fault);
    }

    /** Notes a fault with the exception behind it; the first one becomes the cause. */
    public void add(String fault, Throwable because) {
        faults.add(fault);
        if (cause == null) {
            cause = because;
        }
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** The faults so far, in order. */
    public List<String> all() {
        return List.copyOf(faults);
    }

    /** Throws one exception with every fault, if there is any. */
    public void throwIfAny() throws DeploymentException {
        if (faults.isEmpty()) {
            return;
        }
        String message =
                faults.size() == 1 ? faults.get(0) : faults.size() + " faults: " + String.join(" ", numbered());
        throw new DeploymentException(message, cause);
    }

    private List<String> numbered() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            lines.add("(" + (i + 1) + ") " + faults.get(i));
        }
        return lines;
    }
}
