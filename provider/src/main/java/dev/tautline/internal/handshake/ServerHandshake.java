// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.NegotiationException;
import dev.tautline.internal.extension.ExtensionHeader;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.InvalidHeaderException;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Profile;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the opening handshake (RFC 6455 §4.2). Immutable; any thread.
 *
 * @param profile whose behaviour the server has
 * @param extensions what the server negotiates
 * @param origins which origins may connect
 * @param shouldHandle whether the request is this server's at all, by its path for example; asked after the handshake's own headers
 *     are in order
 * @param versions the values of {@code Sec-WebSocket-Version} that are accepted
 */
public record ServerHandshake(
        Profile profile,
        ExtensionNegotiator extensions,
        OriginPolicy origins,
        Predicate<OpeningRequest> shouldHandle,
        List<String> versions) {
    private static final List<String> WITH_DRAFTS = List.of("13", "8");

    /** Copies the list. */
    public ServerHandshake {
        versions = List.copyOf(versions);
    }

    /** A server that accepts the versions of its profile. */
    public ServerHandshake(
            Profile profile,
            ExtensionNegotiator extensions,
            OriginPolicy origins,
            Predicate<OpeningRequest> shouldHandle) {
        this(profile, extensions, origins, shouldHandle, profile.versions());
    }

    /** The same for a server that accepts version 8 whatever its profile. */
    public ServerHandshake withDrafts() {
        return new ServerHandshake(profile, extensions, origins, shouldHandle, WITH_DRAFTS);
    }

    /** A server that handles every request. */
    public ServerHandshake(Profile profile, ExtensionNegotiator extensions, OriginPolicy origins) {
        this(profile, extensions, origins, request -> true);
    }

    /**
     * Whether the request asks for a WebSocket connection, well-formed or not; other requests are not this engine's. Needs
     * {@code Upgrade} to name {@code websocket}.
     */
    public static boolean isUpgrade(OpeningRequest request) {
        return request.isExtendedConnect() || request.headers().listContains(HeaderFields.UPGRADE, "websocket");
    }

    /** Checks the request in the order of ws; what is wrong first decides about the refusal. */
    public Examination examine(OpeningRequest request) {
        Examination examination = check(request);
        // RFC 9113 §8.2.2: there is no Connection field in HTTP/2
        return request.isExtendedConnect() && examination instanceof Refusal refusal
                ? refusal.withoutConnection()
                : examination;
    }

    private Examination check(OpeningRequest request) {
        Refusal refusal = request.isExtendedConnect() ? checkVersion(request.headers()) : checkKeyAndVersion(request);
        if (refusal == null && !shouldHandle.test(request)) {
            refusal = refuse(400, "Bad Request");
        }
        return refusal == null ? negotiate(request) : refusal;
    }

    /** What is wrong with a request that asks for an upgrade, apart from its key and all that comes after it; {@code null} for nothing. */
    public @Nullable Refusal checkRequest(OpeningRequest request) {
        Headers headers = request.headers();
        // RFC 6455 §4.1: "The method of the request MUST be GET, and the HTTP version MUST be at least 1.1."
        if (!request.method().equals("GET")) {
            return refuse(profile.wrongMethodStatus(), sentence("Invalid HTTP method"));
        }
        if (!request.isHttp11OrLater()) {
            return refuse(400, "Invalid HTTP version");
        }
        // RFC 6455 §4.2.1: "An |Upgrade| header field containing the value "websocket""
        if (!namesWebSocket(headers)) {
            return refuse(400, sentence("Invalid Upgrade header"));
        }
        // RFC 6455 §4.2.1: "A |Connection| header field that includes the token "Upgrade""
        if (!headers.listContains(HeaderFields.CONNECTION, "upgrade")) {
            return refuse(400, sentence("Invalid Connection header"));
        }
        return null;
    }

    private @Nullable Refusal checkKeyAndVersion(OpeningRequest request) {
        Refusal refusal = checkRequest(request);
        if (refusal != null) {
            return refusal;
        }
        Refusal key = checkKey(request.headers());
        Refusal version = checkVersion(request.headers());
        boolean versionFirst = profile == Profile.FAYE;
        return version != null && (versionFirst || key == null) ? version : key;
    }

    private @Nullable Refusal checkKey(Headers headers) {
        // RFC 6455 §4.2.1: "a base64-encoded value that, when decoded, is 16 bytes in length"
        String key = headers.single(HeaderFields.KEY);
        if (key == null || !HandshakeKey.isValid(key)) {
            return refuse(
                    400,
                    profile == Profile.FAYE
                            ? "Missing handshake request header: Sec-WebSocket-Key"
                            : "Missing or invalid Sec-WebSocket-Key header");
        }
        return null;
    }

    private String sentence(String ws) {
        return profile == Profile.FAYE ? "Not a WebSocket request" : ws;
    }

    private boolean namesWebSocket(Headers headers) {
        if (profile.acceptsUpgradeList()) {
            return headers.listContains(HeaderFields.UPGRADE, "websocket");
        }
        return "websocket".equalsIgnoreCase(headers.single(HeaderFields.UPGRADE));
    }

    private @Nullable Refusal checkVersion(Headers headers) {
        String version = headers.single(HeaderFields.VERSION);
        if (version != null && versions.contains(version)) {
            return null;
        }
        // RFC 6455 §4.4: the server "MUST respond" with the versions "it is willing to use"
        return Refusal.of(
                profile,
                profile.wrongVersionStatus(),
                profile == Profile.FAYE ? fayeVersion(version) : "Missing or invalid Sec-WebSocket-Version header",
                profile.listsVersions()
                        ? List.of(Headers.field(HeaderFields.VERSION, String.join(", ", versions)))
                        : List.of());
    }

    /** Only a number is given back to the peer. */
    private static String fayeVersion(@Nullable String version) {
        return version != null && version.matches("[0-9]{1,9}")
                ? "Unsupported WebSocket version: " + version
                : "Unsupported WebSocket version";
    }

    private Examination negotiate(OpeningRequest request) {
        Headers headers = request.headers();
        List<String> subprotocols;
        try {
            subprotocols =
                    SubprotocolHeader.parse(headers.values(HeaderFields.PROTOCOL), profile.skipsEmptyListElements());
        } catch (InvalidHeaderException e) {
            return refuse(400, "Invalid Sec-WebSocket-Protocol header");
        }
        List<ExtensionOffer> offers = List.of();
        NegotiatedExtensions negotiated = NegotiatedExtensions.NONE;
        if (profile.alwaysParsesExtensions() || !extensions.extensions().isEmpty()) {
            try {
                offers = ExtensionHeader.parse(headers.values(ExtensionHeader.NAME));
                negotiated = extensions.accept(offers);
            } catch (InvalidHeaderException | NegotiationException e) {
                return refuse(400, "Invalid or unacceptable Sec-WebSocket-Extensions header");
            }
        }
        int version =
                Integer.parseInt(headers.values(HeaderFields.VERSION).get(0).strip());
        Proposal proposal = new Proposal(
                profile,
                version,
                request.isExtendedConnect() ? null : headers.single(HeaderFields.KEY),
                subprotocols,
                offers,
                negotiated);
        if (!permitsOrigin(request)) {
            return proposal.refuse(403, "Forbidden", List.of());
        }
        return proposal;
    }

    /** Whether pages of the request's origin may connect. */
    public boolean permitsOrigin(OpeningRequest request) {
        // Version 8 calls the field by another name; whichever a client sends must be permitted.
        return origins.permits(request.headers().values(HeaderFields.ORIGIN), request)
                && origins.permits(request.headers().values(HeaderFields.DRAFT_ORIGIN), request);
    }

    private Refusal refuse(int status, String body) {
        return Refusal.of(profile, status, body, List.of());
    }
}
