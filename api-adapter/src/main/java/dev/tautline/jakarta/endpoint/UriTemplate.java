// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.List;

/** The path of an endpoint: a URI template of level 1 (RFC 6570 §1.2) in which each variable is a whole segment. Immutable. */
public final class UriTemplate {
    private final String path;

    private UriTemplate(String path) {
        this.path = path;
    }

    /**
     * Parses a template.
     *
     * @throws DeploymentException when it is malformed; the message says how
     */
    public static UriTemplate parse(String path) throws DeploymentException {
        return new UriTemplate(path);
    }

    /** The template as it was given. */
    public String path() {
        return path;
    }

    /** The names of the variables, from left to right. */
    public List<String> variables() {
        throw new UnsupportedOperationException();
    }
}
