// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.ExtensionParameter;
import dev.tautline.spec.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code Sec-WebSocket-Extensions} (RFC 6455 §9.1): read once from left to right, in time and memory
 * linear in its length.
 */
public final class ExtensionHeader {
    /** The name of the header field. */
    public static final String NAME = "Sec-WebSocket-Extensions";

    private final String text;
    private int position;

    private ExtensionHeader(String text) {
        this.text = text;
    }

    /**
     * Parses all fields of the header; several are the same as one with their values joined by commas. Empty list elements
     * are skipped (RFC 2616 §2.1, rule {@code #rule}); space and tab may stand around every separator.
     *
     * @param values one element per header field, in the order received
     * @throws InvalidHeaderException if a value breaks the grammar
     */
    public static List<ExtensionOffer> parse(List<String> values) throws InvalidHeaderException {
        List<ExtensionOffer> offers = new ArrayList<>();
        for (String value : values) {
            new ExtensionHeader(value).list(offers);
        }
        return offers;
    }

    /** The value of the header for the offers in their order; empty if there is none. */
    public static String format(List<ExtensionOffer> offers) {
        return offers.stream().map(ExtensionOffer::toString).collect(Collectors.joining(", "));
    }

    private void list(List<ExtensionOffer> offers) throws InvalidHeaderException {
        skipWhitespace();
        while (position < text.length()) {
            if (text.charAt(position) != ',') {
                offers.add(extension());
            }
            if (position < text.length()) {
                expect(',');
                skipWhitespace();
            }
        }
    }

    private ExtensionOffer extension() throws InvalidHeaderException {
        String name = token();
        skipWhitespace();
        List<ExtensionParameter> parameters = new ArrayList<>();
        while (skip(';')) {
            skipWhitespace();
            parameters.add(parameter());
            skipWhitespace();
        }
        return new ExtensionOffer(name, parameters);
    }

    private ExtensionParameter parameter() throws InvalidHeaderException {
        String name = token();
        skipWhitespace();
        @Nullable String value = null;
        if (skip('=')) {
            skipWhitespace();
            value = skip('"') ? quotedString() : token();
        }
        return new ExtensionParameter(name, value);
    }

    private String token() throws InvalidHeaderException {
        int start = position;
        while (position < text.length() && Token.isTokenCharacter(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw invalid("a token is missing");
        }
        return text.substring(start, position);
    }

    /** What follows an opening quote, unescaped. */
    private String quotedString() throws InvalidHeaderException {
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"' && !value.isEmpty()) {
                return value.toString();
            }
            if (c == '\\' && position < text.length()) {
                c = text.charAt(position++);
            }
            // RFC 6455 §9.1: "the value after quoted-string unescaping MUST conform to the 'token' ABNF"
            if (!Token.isTokenCharacter(c)) {
                throw invalid("a quoted value must be a token");
            }
            value.append(c);
        }
        throw invalid("a quoted value has no end");
    }

    private void skipWhitespace() {
        while (position < text.length() && Token.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private boolean skip(char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws InvalidHeaderException {
        if (!skip(c)) {
            throw invalid("unexpected character");
        }
    }

    private InvalidHeaderException invalid(String what) {
        return new InvalidHeaderException(NAME + ": " + what + " at index " + position);
    }
}
