// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.spec.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view of the header of a request or response, as its HTTP library parsed it. */
@FunctionalInterface
public interface Headers {
    /**
     * The values of the fields with a name, one element per field in the order received; empty where it is missing.
     *
     * @param name compared without regard to case
     */
    List<String> values(String name);

    /**
     * The value of a field that must occur once, without surrounding white space; {@code null} where it is missing or
     * repeated.
     */
    default @Nullable String single(String name) {
        List<String> values = values(name);
        return values.size() == 1 ? Token.trim(values.get(0), 0, values.get(0).length()) : null;
    }

    /** Whether the elements of a comma-separated list in the fields with a name include a token, without regard to case. */
    default boolean listContains(String name, String token) {
        for (String value : values(name)) {
            int start = 0;
            while (start <= value.length()) {
                int comma = value.indexOf(',', start);
                int end = comma < 0 ? value.length() : comma;
                if (Token.trim(value, start, end).equalsIgnoreCase(token)) {
                    return true;
                }
                start = end + 1;
            }
        }
        return false;
    }

    /** A view of fields in a list; linear look-up, for what is small. */
    static Headers of(List<Map.Entry<String, String>> fields) {
        return name -> {
            List<String> values = new ArrayList<>();
            for (Map.Entry<String, String> field : fields) {
                if (field.getKey().equalsIgnoreCase(name)) {
                    values.add(field.getValue());
                }
            }
            return values;
        };
    }

    /**
     * A field that is safe to send.
     *
     * @throws IllegalArgumentException if the name is not a token, or the value contains CR, LF, NUL or another control character
     */
    static Map.Entry<String, String> field(String name, String value) {
        return HeaderFields.checked(name, value);
    }

    /** The lower-case form under which two names are the same field. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
