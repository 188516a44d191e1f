// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.util.Collection;

/** Writes one JSON object (RFC 8259) with a {@code type}. Keys are ours and need no escape; values are data and get it. */
final class Json {
    private final StringBuilder out = new StringBuilder("{\"type\":");

    Json(String type) {
        string(type);
    }

    Json put(String key, String value) {
        key(key);
        string(value);
        return this;
    }

    Json put(String key, long value) {
        key(key);
        out.append(value);
        return this;
    }

    Json putStrings(String key, Collection<String> values) {
        key(key);
        out.append('[');
        String comma = "";
        for (String value : values) {
            out.append(comma);
            string(value);
            comma = ",";
        }
        out.append(']');
        return this;
    }

    /** @param objects ended already */
    Json putObjects(String key, Collection<String> objects) {
        key(key);
        out.append('[').append(String.join(",", objects)).append(']');
        return this;
    }

    String end() {
        return out.append('}').toString();
    }

    private void key(String key) {
        out.append(",\"").append(key).append("\":");
    }

    private void string(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // RFC 8259 §7: "quotation mark, reverse solidus, and the control characters (U+0000 through U+001F)"
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
