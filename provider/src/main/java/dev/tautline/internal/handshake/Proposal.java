// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.internal.extension.ExtensionHeader;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that keeps the rules; the application now accepts or refuses it, at once or later. Immutable but for the codecs of its
 * extensions.
 *
 * @param profile the server's
 * @param version 13, or 8 under {@code WS}
 * @param key the client's key, {@code null} for an extended CONNECT (RFC 8441)
 * @param subprotocols offered by the client, in its order of preference
 * @param extensionOffers offered by the client, in the order of the header
 * @param extensions negotiated with the server's own
 */
public record Proposal(
        Profile profile,
        int version,
        @Nullable String key,
        List<String> subprotocols,
        List<ExtensionOffer> extensionOffers,
        NegotiatedExtensions extensions)
        implements Examination {
    /** Fields that faye's server may send more than once. */
    private static final Set<String> REPEATABLE = Set.of("set-cookie", "set-cookie2", "warning", "www-authenticate");

    /** Copies the lists. */
    public Proposal {
        subprotocols = List.copyOf(subprotocols);
        extensionOffers = List.copyOf(extensionOffers);
    }

    /** The same with other extensions, where the application has a say in their choice. Closes the earlier ones. */
    public Proposal withExtensions(NegotiatedExtensions chosen) {
        extensions.close();
        return new Proposal(profile, version, key, subprotocols, extensionOffers, chosen);
    }

    /**
     * The subprotocol where the application does not choose: under {@code WS} without {@code supported} the first offered,
     * otherwise the first offered that is supported.
     *
     * @param supported the server's subprotocols, {@code null} where it names none
     * @return empty where there is no common one
     */
    public String chooseSubprotocol(@Nullable List<String> supported) {
        if (supported == null) {
            return profile.defaultsToFirstSubprotocol() && !subprotocols.isEmpty() ? subprotocols.get(0) : "";
        }
        for (String offered : subprotocols) {
            if (supported.contains(offered)) {
                return offered;
            }
        }
        return "";
    }

    /**
     * Accepts the connection.
     *
     * @param subprotocol the application's choice, empty for none
     * @param custom fields of the application
     * @throws IllegalArgumentException if the subprotocol is not a token, or a field can't be sent or belongs to the handshake
     */
    public Acceptance accept(String subprotocol, List<Map.Entry<String, String>> custom) {
        if (!subprotocol.isEmpty() && !Token.isToken(subprotocol)) {
            throw new IllegalArgumentException("A subprotocol must be a token without spaces or control characters");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        if (key != null) {
            headers.add(Headers.field(HeaderFields.ACCEPT, HandshakeKey.accept(key)));
        }
        if (!subprotocol.isEmpty()) {
            headers.add(Headers.field(HeaderFields.PROTOCOL, subprotocol));
        }
        if (!extensions.agreed().isEmpty()) {
            headers.add(Headers.field(ExtensionHeader.NAME, extensions.header()));
        }
        addCustom(headers, custom);
        return new Acceptance(key == null ? 200 : 101, headers, subprotocol, extensions);
    }

    /**
     * Adds the application's fields where the profile has them.
     *
     * @throws IllegalArgumentException if a field can't be sent or belongs to the handshake
     */
    public void addCustom(List<Map.Entry<String, String>> headers, List<Map.Entry<String, String>> custom) {
        if (profile.sendsCustomHeadersFirst()) {
            headers.addAll(0, firstOfEach(HeaderFields.custom(custom)));
        } else {
            headers.addAll(HeaderFields.custom(custom));
        }
    }

    /** Refuses the connection; closes what the extensions hold. */
    public Refusal refuse(int status, String body, List<Map.Entry<String, String>> extra) {
        extensions.close();
        Refusal refusal = Refusal.of(profile, status, body, extra);
        return key == null ? refusal.withoutConnection() : refusal;
    }

    private static List<Map.Entry<String, String>> firstOfEach(List<Map.Entry<String, String>> fields) {
        Set<String> seen = new HashSet<>();
        List<Map.Entry<String, String>> kept = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            String key = Headers.key(field.getKey());
            if (seen.add(key) || REPEATABLE.contains(key)) {
                kept.add(field);
            }
        }
        return kept;
    }
}
