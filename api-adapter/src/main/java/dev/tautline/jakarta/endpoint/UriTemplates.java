// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one application, each with what it leads to. A segment that matches exactly wins over a variable, segment
 * by segment from the left. Thread safe: matching goes on while a template is added.
 */
public final class UriTemplates<T> {
    /** A path's endpoint, with the decoded values of the variables by name, in the template's order. */
    public record Match<T>(T target, UriTemplate template, Map<String, String> pathParameters) {}

    /**
     * Adds a template.
     *
     * @throws DeploymentException when an equal one is there: the same but for the names of its variables
     */
    public void add(UriTemplate template, T target) throws DeploymentException {
        throw new UnsupportedOperationException();
    }

    /**
     * Finds the template for a path.
     *
     * @param rawPath the request's path within the application, percent-encoded as it came (the request URI without the context
     *     path and query)
     * @return null when no template matches
     */
    public @Nullable Match<T> match(String rawPath) {
        throw new UnsupportedOperationException();
    }

    /** Removes every template: an application with an invalid endpoint has none. */
    public void clear() {}
}
