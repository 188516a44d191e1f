// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of an endpoint: a URI template of level 1 (RFC 6570 §1.2) in which each variable is a whole segment. A trailing
 * slash does not count. Immutable.
 */
public final class UriTemplate {
    // RFC 6570 §2.3, and the hyphen, which other providers take.
    private static final Pattern VARIABLE_NAME = Pattern.compile("[\\p{L}\\p{N}_%-][\\p{L}\\p{N}_%.-]*");

    /** A segment: literal text, decoded, or the name of a variable. After a trailing slash the last one is empty text. */
    record Segment(@Nullable String literal, @Nullable String variable) {}

    private final String path;
    private final List<Segment> segments;
    private final List<String> variables;

    private UriTemplate(String path, List<Segment> segments, List<String> variables) {
        this.path = path;
        this.segments = List.copyOf(segments);
        this.variables = List.copyOf(variables);
    }

    /**
     * Parses a template.
     *
     * @throws DeploymentException when it is malformed; the message says how
     */
    public static UriTemplate parse(@Nullable String path) throws DeploymentException {
        if (path == null || !path.startsWith("/")) {
            throw malformed(path, "it must begin with \"/\"");
        }
        List<Segment> segments = new ArrayList<>();
        List<String> variables = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String[] parts = path.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty() && i < parts.length - 1) {
                throw malformed(path, "it has an empty segment (\"//\")");
            }
            Segment segment = segment(path, parts[i]);
            segments.add(segment);
            String variable = segment.variable();
            if (variable != null) {
                if (!seen.add(variable)) {
                    throw malformed(path, "the variable \"" + variable + "\" occurs twice");
                }
                variables.add(variable);
            }
        }
        return new UriTemplate(path, segments, variables);
    }

    private static Segment segment(String path, String raw) throws DeploymentException {
        if (raw.startsWith("{") && raw.endsWith("}")) {
            String name = raw.substring(1, raw.length() - 1);
            if (!VARIABLE_NAME.matcher(name).matches()) {
                throw malformed(path, "\"" + raw + "\" is no variable of a level 1 template, such as {room}");
            }
            return new Segment(null, name);
        }
        if (raw.indexOf('{') >= 0 || raw.indexOf('}') >= 0) {
            throw malformed(path, "in \"" + raw + "\" the braces do not enclose the whole segment");
        }
        if (raw.indexOf('?') >= 0 || raw.indexOf('#') >= 0 || raw.indexOf(';') >= 0) {
            throw malformed(path, "it may not have a query, a fragment or path parameters");
        }
        String literal = PathSegments.decode(raw);
        if (literal == null) {
            throw malformed(path, "the percent-encoding in \"" + raw + "\" is broken");
        }
        if (PathSegments.isDots(literal)) {
            throw malformed(path, "it may not have the segments \".\" and \"..\"");
        }
        return new Segment(literal, null);
    }

    private static DeploymentException malformed(@Nullable String path, String how) {
        return new DeploymentException("the path \"" + path + "\" is malformed: " + how);
    }

    /** The template as it was given. */
    public String path() {
        return path;
    }

    /** The names of the variables, from left to right. */
    public List<String> variables() {
        return variables;
    }

    List<Segment> segments() {
        return segments;
    }

    @Override
    public String toString() {
        return path;
    }
}
