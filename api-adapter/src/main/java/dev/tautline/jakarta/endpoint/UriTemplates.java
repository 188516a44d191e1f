// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one application, each with what it leads to. A segment that matches exactly wins over a variable, segment
 * by segment from the left. A lookup costs a hash access for each segment. Thread safe: matching goes on while a template is
 * added.
 */
public final class UriTemplates<T> {
    /** A path's endpoint, with the decoded values of the variables by name, in the template's order. */
    public record Match<T>(T target, UriTemplate template, Map<String, String> pathParameters) {}

    private record Leaf<T>(UriTemplate template, T target) {}

    /** A place in the tree of segments. Nodes only grow. */
    private static final class Node<T> {
        final Map<String, Node<T>> literals = new ConcurrentHashMap<>(4);
        volatile @Nullable Node<T> variable;
        volatile @Nullable Leaf<T> leaf;
    }

    private final ReentrantLock adding = new ReentrantLock();
    private volatile Node<T> root = new Node<>();

    /**
     * Adds a template.
     *
     * @throws DeploymentException when an equal one is there: the same but for the names of its variables
     */
    public void add(UriTemplate template, T target) throws DeploymentException {
        adding.lock();
        try {
            Node<T> node = root;
            for (UriTemplate.Segment segment : template.segments()) {
                node = child(node, segment.literal());
            }
            Leaf<T> other = node.leaf;
            if (other != null) {
                throw new DeploymentException("the path \"" + template + "\" is already that of " + other.target()
                        + (template.path().equals(other.template().path()) ? "" : " as \"" + other.template() + "\""));
            }
            node.leaf = new Leaf<>(template, target);
        } finally {
            adding.unlock();
        }
    }

    private static <T> Node<T> child(Node<T> parent, @Nullable String literal) {
        if (literal != null) {
            return parent.literals.computeIfAbsent(literal, name -> new Node<>());
        }
        Node<T> variable = parent.variable;
        if (variable == null) {
            variable = new Node<>();
            parent.variable = variable;
        }
        return variable;
    }

    /**
     * Finds the template for a path.
     *
     * @param rawPath the request's path within the application, percent-encoded as it came (the request URI without the context
     *     path and query)
     * @return null when no template matches
     */
    public @Nullable Match<T> match(String rawPath) {
        List<String> segments = PathSegments.ofRequest(rawPath);
        Leaf<T> leaf = segments == null ? null : find(root, segments, 0);
        if (segments == null || leaf == null) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        List<UriTemplate.Segment> template = leaf.template().segments();
        for (int i = 0; i < template.size(); i++) {
            String variable = template.get(i).variable();
            if (variable != null) {
                parameters.put(variable, segments.get(i));
            }
        }
        return new Match<>(leaf.target(), leaf.template(), Collections.unmodifiableMap(parameters));
    }

    private static <T> @Nullable Leaf<T> find(Node<T> node, List<String> segments, int index) {
        if (index == segments.size()) {
            return node.leaf;
        }
        String segment = segments.get(index);
        Node<T> literal = node.literals.get(segment);
        Leaf<T> leaf = literal == null ? null : find(literal, segments, index + 1);
        // Jakarta WebSocket §3.1.1: the "empty string ... not valid URI-template level 1 expansions"
        Node<T> variable = segment.isEmpty() ? null : node.variable;
        return leaf != null || variable == null ? leaf : find(variable, segments, index + 1);
    }

    /** Removes every template: an application with an invalid endpoint has none. */
    public void clear() {
        root = new Node<>();
    }
}
