// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import dev.tautline.internal.extension.InvalidHeaderException;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.handshake.Acceptance;
import dev.tautline.internal.handshake.Examination;
import dev.tautline.internal.handshake.Headers;
import dev.tautline.internal.handshake.OpeningRequest;
import dev.tautline.internal.handshake.Proposal;
import dev.tautline.internal.handshake.Refusal;
import dev.tautline.internal.handshake.ServerHandshake;
import dev.tautline.internal.handshake.SubprotocolHeader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server's side of hixie's opening handshakes, with the checks of RFC 6455's that make sense for them. Immutable. The
 * request is looked at until it is accepted. */
public final class HixieHandshake {
    private static final int BAD_REQUEST = 400;
    private static final String KEY_1 = "Sec-WebSocket-Key1";
    private static final String KEY_2 = "Sec-WebSocket-Key2";

    /** §5.2 of hixie-76: a client compares the value with this, case and all. */
    public static final Map.Entry<String, String> UPGRADE = Headers.field("Upgrade", "WebSocket");

    private final Hixie version;
    private final OpeningRequest request;
    /** {@code null} under hixie-75, and where a key is missing; taken now, because the request ends with the answer. */
    private final @Nullable Challenge challenge;

    private HixieHandshake(Hixie version, OpeningRequest request) {
        this.version = version;
        this.request = request;
        String first = request.headers().single(KEY_1);
        String second = request.headers().single(KEY_2);
        this.challenge = version == Hixie.HIXIE_75 || first == null || second == null
                ? null
                : new Challenge(Challenge.number(first), Challenge.number(second));
    }

    /** What a request asks for, {@code null} where it is not a draft's: these know neither {@code Sec-WebSocket-Version} nor {@code -Key}. */
    public static @Nullable HixieHandshake of(OpeningRequest request) {
        Headers headers = request.headers();
        if (request.isExtendedConnect()
                || !headers.values("Sec-WebSocket-Version").isEmpty()
                || !headers.values("Sec-WebSocket-Key").isEmpty()) {
            return null;
        }
        boolean challenged =
                !headers.values(KEY_1).isEmpty() || !headers.values(KEY_2).isEmpty();
        return new HixieHandshake(challenged ? Hixie.HIXIE_76 : Hixie.HIXIE_75, request);
    }

    /** Which of the two. */
    public Hixie version() {
        return version;
    }

    /**
     * Checks the request.
     *
     * @param rules of the server
     * @return a proposal without extensions, or a refusal
     */
    public Examination examine(ServerHandshake rules) {
        Refusal refusal = rules.checkRequest(request);
        if (refusal == null && version == Hixie.HIXIE_76) {
            refusal = checkKeys(rules);
        }
        if (refusal == null && !rules.shouldHandle().test(request)) {
            refusal = refuse(rules, "Bad Request");
        }
        if (refusal != null) {
            return refusal;
        }
        List<String> subprotocols;
        try {
            subprotocols = SubprotocolHeader.parse(
                    request.headers().values(version.field("Protocol")),
                    rules.profile().skipsEmptyListElements());
        } catch (InvalidHeaderException e) {
            return refuse(rules, "Invalid " + version.field("Protocol") + " header");
        }
        Proposal proposal = new Proposal(rules.profile(), 0, "", subprotocols, List.of(), NegotiatedExtensions.NONE);
        return rules.permitsOrigin(request) ? proposal : proposal.refuse(403, "Forbidden", List.of());
    }

    private @Nullable Refusal checkKeys(ServerHandshake rules) {
        if (challenge == null) {
            boolean first = request.headers().single(KEY_1) == null;
            return refuse(rules, "Missing required header: " + (first ? KEY_1 : KEY_2));
        }
        return challenge.isValid() ? null : refuse(rules, "Client sent invalid Sec-WebSocket-Key headers");
    }

    private static Refusal refuse(ServerHandshake rules, String body) {
        return Refusal.of(rules.profile(), BAD_REQUEST, body, List.of());
    }

    /**
     * Accepts the connection.
     *
     * @param proposal of {@link #examine}
     * @param location the address that the client has asked for
     * @param subprotocol the application's choice, empty for none
     * @param custom fields of the application
     */
    public Acceptance accept(
            Proposal proposal, URI location, String subprotocol, List<Map.Entry<String, String>> custom) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        String origin = request.headers().single("Origin");
        if (origin != null) {
            headers.add(Headers.field(version.field("Origin"), origin));
        }
        headers.add(Headers.field(version.field("Location"), location.toString()));
        if (!subprotocol.isEmpty()) {
            headers.add(Headers.field(version.field("Protocol"), subprotocol));
        }
        proposal.addCustom(headers, custom);
        return new Acceptance(101, headers, subprotocol, NegotiatedExtensions.NONE);
    }

    /** What has to be answered behind the 101, {@code null} under hixie-75. */
    @Nullable Challenge challenge() {
        return challenge;
    }
}
