// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.NegotiationException;
import dev.tautline.internal.extension.ExtensionHeader;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.InvalidHeaderException;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the opening handshake (RFC 6455 §4.1). Immutable; any thread; a request after a redirect needs a new
 * {@link #newKey key}.
 *
 * @param profile whose behaviour the client has
 * @param version 13, or 8 where the profile knows it
 * @param subprotocols to offer, in order of preference
 * @param extensions to offer
 * @param origin the value of {@code Origin}, {@code null} to send none
 */
public record ClientHandshake(
        Profile profile,
        int version,
        List<String> subprotocols,
        ExtensionNegotiator extensions,
        @Nullable String origin) {
    /** Checks version, subprotocols and origin. */
    public ClientHandshake {
        if (!profile.versions().contains(Integer.toString(version))) {
            throw new IllegalArgumentException(
                    "The protocol version is one of " + profile.versions() + ", not " + version);
        }
        subprotocols = List.copyOf(subprotocols);
        Set<String> seen = new HashSet<>();
        for (String subprotocol : subprotocols) {
            // RFC 6455 §4.1: "The elements that comprise this value MUST be non-empty strings [...] and MUST all be
            // unique"
            if (!Token.isToken(subprotocol) || !seen.add(subprotocol)) {
                throw new IllegalArgumentException("Each subprotocol must be a token and be offered once");
            }
        }
        if (origin != null) {
            Headers.field(HeaderFields.ORIGIN, origin);
        }
    }

    /**
     * A key for one request.
     *
     * @param random should be a {@link java.security.SecureRandom}
     */
    public static String newKey(Random random) {
        return HandshakeKey.generate(random);
    }

    /**
     * The fields of the request in the order of ws. {@code Host} is the HTTP client's.
     *
     * @param key from {@link #newKey}
     * @param custom fields of the application, sent before those of the handshake
     * @throws IllegalArgumentException if a field can't be sent or belongs to the handshake
     */
    public List<Map.Entry<String, String>> request(String key, List<Map.Entry<String, String>> custom) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(HeaderFields.custom(custom));
        headers.add(Headers.field(HeaderFields.VERSION, Integer.toString(version)));
        headers.add(Headers.field(HeaderFields.KEY, key));
        headers.add(Headers.field(HeaderFields.CONNECTION, "Upgrade"));
        headers.add(Headers.field(HeaderFields.UPGRADE, "websocket"));
        List<ExtensionOffer> offers = extensions.offers();
        if (!offers.isEmpty()) {
            headers.add(Headers.field(ExtensionHeader.NAME, ExtensionHeader.format(offers)));
        }
        if (!subprotocols.isEmpty()) {
            headers.add(
                    Headers.field(HeaderFields.PROTOCOL, String.join(profile.subprotocolSeparator(), subprotocols)));
        }
        if (origin != null) {
            headers.add(Headers.field(version == 8 ? HeaderFields.DRAFT_ORIGIN : HeaderFields.ORIGIN, origin));
        }
        return headers;
    }

    /**
     * Checks the response to {@link #request}.
     *
     * @param status the response's
     * @param headers the response's
     * @param key the request's
     * @throws HandshakeFailedException if the response does not open the connection
     */
    public Established check(int status, Headers headers, String key) throws HandshakeFailedException {
        if (status != 101) {
            throw new HandshakeFailedException(status, "Unexpected server response: " + status);
        }
        // RFC 6455 §4.1: "a case-insensitive match for the value "websocket""
        if (!"websocket".equalsIgnoreCase(headers.single(HeaderFields.UPGRADE))) {
            throw wrong(headers, HeaderFields.UPGRADE, "WebSocket");
        }
        boolean upgrades = profile.requiresExactConnection()
                ? "upgrade".equalsIgnoreCase(headers.single(HeaderFields.CONNECTION))
                : headers.listContains(HeaderFields.CONNECTION, "upgrade");
        if (!upgrades) {
            throw wrong(headers, HeaderFields.CONNECTION, "Upgrade");
        }
        if (!HandshakeKey.accept(key).equals(headers.single(HeaderFields.ACCEPT))) {
            throw failed("Invalid Sec-WebSocket-Accept header", "Sec-WebSocket-Accept mismatch");
        }
        String subprotocol = checkSubprotocol(headers.values(HeaderFields.PROTOCOL));
        return new Established(subprotocol, checkExtensions(headers.values(ExtensionHeader.NAME)));
    }

    private HandshakeFailedException wrong(Headers headers, String name, String expected) {
        boolean missing = headers.values(name).isEmpty();
        return failed(
                "Invalid " + name + " header",
                "'" + name + "' header " + (missing ? "is missing" : "value is not '" + expected + "'"));
    }

    private String checkSubprotocol(List<String> values) throws HandshakeFailedException {
        if (values.isEmpty()) {
            if (!subprotocols.isEmpty() && profile.requiresSubprotocolAnswer()) {
                throw failed("Server sent no subprotocol");
            }
            return "";
        }
        String mismatch = "Sec-WebSocket-Protocol mismatch";
        if (subprotocols.isEmpty()) {
            throw failed("Server sent a subprotocol but none was requested", mismatch);
        }
        String chosen = Token.trim(values.get(0), 0, values.get(0).length());
        // RFC 6455 §4.1: "a subprotocol that was not present in the client's handshake"
        if (values.size() > 1 || !subprotocols.contains(chosen)) {
            throw failed("Server sent an invalid subprotocol", mismatch);
        }
        return chosen;
    }

    private NegotiatedExtensions checkExtensions(List<String> values) throws HandshakeFailedException {
        String invalid = "Invalid Sec-WebSocket-Extensions header";
        List<ExtensionOffer> offers = extensions.offers();
        if (!values.isEmpty() && offers.isEmpty() && profile != Profile.FAYE) {
            throw failed("Server sent a Sec-WebSocket-Extensions header but no extension was requested");
        }
        List<ExtensionOffer> responses;
        try {
            responses = ExtensionHeader.parse(values);
        } catch (InvalidHeaderException e) {
            throw failed(invalid, invalid + ": " + String.join(", ", values));
        }
        try {
            return extensions.activate(responses);
        } catch (NegotiationException e) {
            throw unacceptable(responses, offers, e);
        }
    }

    /** ws has one sentence for all that can be wrong with an answer of permessage-deflate; which it was is in the cause. */
    private HandshakeFailedException unacceptable(
            List<ExtensionOffer> responses, List<ExtensionOffer> offers, NegotiationException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean deflate = profile == Profile.WS && message.startsWith(PermessageDeflate.NAME + ": ");
        String unknown = responses.stream()
                .map(ExtensionOffer::name)
                .filter(name -> offers.stream().noneMatch(offer -> offer.name().equals(name)))
                .findFirst()
                .map(name -> "Server sent an extension response for unknown extension \"" + name + "\"")
                .orElse("Server sent unacceptable extension parameters: " + ExtensionHeader.format(responses));
        HandshakeFailedException failed =
                failed(deflate ? "Invalid Sec-WebSocket-Extensions header" : message, unknown);
        failed.initCause(cause);
        return failed;
    }

    private static HandshakeFailedException failed(String sentence) {
        return new HandshakeFailedException(101, sentence);
    }

    /** Says it with the words of the profile. */
    private HandshakeFailedException failed(String sentence, String fayes) {
        return failed(profile == Profile.FAYE ? fayes : sentence);
    }
}
