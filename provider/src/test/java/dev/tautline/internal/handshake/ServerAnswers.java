// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.spec.Profile;
import java.util.List;
import java.util.Map;

/** What a server of each profile answers to a request. */
final class ServerAnswers {
    /** 1B.1-15: what faye says instead, always with 400. */
    private static final Map<String, String> FAYE_SENTENCES = Map.of(
            "Invalid HTTP method",
            "Not a WebSocket request",
            "Invalid Upgrade header",
            "Not a WebSocket request",
            "Invalid Connection header",
            "Not a WebSocket request",
            "Missing or invalid Sec-WebSocket-Key header",
            "Missing handshake request header: Sec-WebSocket-Key");

    static final String VERSION = "Missing or invalid Sec-WebSocket-Version header";

    private ServerAnswers() {}

    static ServerHandshake server(Profile profile) {
        return new ServerHandshake(profile, ExtensionNegotiator.NONE, OriginPolicy.SAME_ORIGIN);
    }

    static ServerHandshake deflating(Profile profile) {
        PermessageDeflate deflate = new PermessageDeflate(DeflateOptions.of(profile), new DeflatePools());
        return new ServerHandshake(profile, new ExtensionNegotiator(List.of(deflate)), OriginPolicy.SAME_ORIGIN);
    }

    static Proposal accepted(ServerHandshake server, OpeningRequest request) {
        return assertInstanceOf(Proposal.class, server.examine(request));
    }

    static Refusal refused(ServerHandshake server, OpeningRequest request, int status, String body) {
        Refusal refusal = assertInstanceOf(Refusal.class, server.examine(request));
        assertEquals(status, refusal.status());
        assertEquals(body, refusal.body());
        return refusal;
    }

    static void refusedByAll(OpeningRequest request, int status, String body) {
        refused(server(Profile.WS), request, status, body);
        refused(server(Profile.JAKARTA), request, status, body);
        refused(server(Profile.FAYE), request, 400, FAYE_SENTENCES.getOrDefault(body, body));
    }

    static String header(Refusal refusal, String name) {
        return String.join("|", Headers.of(refusal.headers()).values(name));
    }
}
