// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits and decodes paths, for requests and for the literal segments of templates. */
final class PathSegments {
    private PathSegments() {}

    /**
     * The decoded segments of a request's path; after a trailing slash the last one is empty, and {@code /} has one that is. Path parameters (from
     * {@code ;}) do not count.
     *
     * @return null for a path that no endpoint can have: an empty segment before another, a dot segment, a broken percent-encoding
     */
    static @Nullable List<String> ofRequest(String rawPath) {
        List<String> segments = new ArrayList<>();
        int start = rawPath.startsWith("/") ? 1 : 0;
        while (true) {
            int slash = rawPath.indexOf('/', start);
            int end = slash < 0 ? rawPath.length() : slash;
            int parameters = rawPath.indexOf(';', start);
            String segment = decode(rawPath.substring(start, parameters >= 0 && parameters < end ? parameters : end));
            // A dot segment, encoded or not, means another path to whatever checked the request before.
            if (segment == null || (segment.isEmpty() && slash >= 0) || isDots(segment)) {
                return null;
            }
            segments.add(segment);
            if (slash < 0) {
                return segments;
            }
            start = end + 1;
        }
    }

    static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    /** Decodes a segment's percent-encoding as strict UTF-8; null when it is broken. */
    static @Nullable String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
                continue;
            }
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low < 0) {
                return null;
            }
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
