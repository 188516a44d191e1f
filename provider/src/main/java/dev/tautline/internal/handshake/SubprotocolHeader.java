// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.internal.extension.InvalidHeaderException;
import dev.tautline.spec.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The grammar of {@code Sec-WebSocket-Protocol} in a request (RFC 6455 §11.3.4), in time linear in its length. */
public final class SubprotocolHeader {
    private SubprotocolHeader() {}

    /**
     * Parses all fields of the header; several are the same as one with their values joined by commas.
     *
     * @param values one element per field, in the order received
     * @param emptyElements whether empty list elements are skipped; otherwise they are malformed
     * @return the subprotocols in the client's order of preference
     * @throws InvalidHeaderException if an element is not a token or occurs twice
     */
    public static List<String> parse(List<String> values, boolean emptyElements) throws InvalidHeaderException {
        List<String> subprotocols = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            int start = 0;
            while (start <= value.length()) {
                int comma = value.indexOf(',', start);
                int end = comma < 0 ? value.length() : comma;
                String element = Token.trim(value, start, end);
                start = end + 1;
                if (element.isEmpty() && emptyElements) {
                    continue;
                }
                // RFC 6455 §4.1: elements "MUST all be unique strings"
                if (!Token.isToken(element) || !seen.add(element)) {
                    throw new InvalidHeaderException(
                            HeaderFields.PROTOCOL + ": each element must be a token that occurs once");
                }
                subprotocols.add(element);
            }
        }
        return subprotocols;
    }
}
