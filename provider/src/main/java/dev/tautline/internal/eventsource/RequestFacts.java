// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import dev.tautline.internal.handshake.ForwardedHeaders;
import dev.tautline.internal.handshake.OpeningRequest;
import dev.tautline.spec.UpgradeRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a source keeps of its request.
 *
 * @param url absolute, {@code http} or {@code https}
 * @param lastEventId empty where the client sent none
 */
public record RequestFacts(String url, String lastEventId) {
    /**
     * The facts of a request.
     *
     * @param proxies whose forwarded headers count
     */
    public static RequestFacts of(UpgradeRequest request, Predicate<InetAddress> proxies) {
        OpeningRequest opening = OpeningRequest.of(request);
        boolean forwarded = request.remoteAddress() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && proxies.test(peer.getAddress());
        if (forwarded) {
            opening = ForwardedHeaders.apply(opening);
        }
        URI uri = request.requestUri();
        List<String> hosts = opening.headers().values("Host");
        String host = hosts.isEmpty() ? uri.getRawAuthority() : hosts.get(0);
        String query = uri.getRawQuery();
        String url = (opening.secure() ? "https" : "http") + "://" + host + uri.getRawPath();
        List<String> ids = request.headers("Last-Event-ID");
        return new RequestFacts(query == null ? url : url + '?' + query, ids.isEmpty() ? "" : utf8(ids.get(0)));
    }

    // HTML, "Server-sent events": the client sends `Last-Event-ID` as UTF-8. Containers read headers as ISO 8859-1.
    private static String utf8(String value) {
        if (value.chars().anyMatch(c -> c > 0xFF)) {
            return value;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
