// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the endpoints of a deployment, so that all of it is reported at once. Not thread safe. */
public final class DeploymentFaults {
    /** RFC 9110 §5.6.2, which RFC 6455 §4.1 demands of a subprotocol's name. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

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

    /** Notes each subprotocol of an endpoint that is none. */
    void requireTokens(Class<?> endpointClass, @Nullable List<String> subprotocols) {
        for (String subprotocol : ConfigList.of(subprotocols)) {
            if (!TOKEN.matcher(subprotocol).matches()) {
                add(endpointClass.getName() + " has the subprotocol \"" + subprotocol
                        + "\"; a subprotocol is one token (RFC 6455 §4.1).");
            }
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
