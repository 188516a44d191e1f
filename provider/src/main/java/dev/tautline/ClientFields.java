// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connector.ClientAddress;
import dev.tautline.internal.handshake.ClientHandshake;
import dev.tautline.internal.handshake.Headers;
import dev.tautline.spec.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header fields of a client's requests: which of them go to the target of a redirect (ws 1.6-05, 1.6-16). Of the steps of one opening. */
final class ClientFields {
    private static final String AUTHORIZATION = "Authorization";
    private static final String OWN_FIELDS = "";
    private static final List<String> FAYE_ORDER = List.of(
            "host",
            "upgrade",
            "connection",
            "sec-websocket-key",
            "sec-websocket-version",
            "sec-websocket-protocol",
            "authorization",
            OWN_FIELDS,
            "sec-websocket-extensions");

    private final WebSocketClientOptions options;
    private final ClientHandshake handshake;
    private final ClientAddress first;

    /** Credentials of the first address that has some: with redirects they are a field of the application from then on. */
    private @Nullable String carried;

    ClientFields(WebSocketClientOptions options, ClientHandshake handshake, ClientAddress first) {
        this.options = options;
        this.handshake = handshake;
        this.first = first;
    }

    /** @throws IllegalArgumentException if a field of the application can't be sent */
    void check() {
        handshake.request("", options.headers());
    }

    /**
     * The fields of one request.
     *
     * @param key of the handshake
     * @param listened whether the application decides itself what the target of a redirect gets
     */
    List<Map.Entry<String, String>> of(ClientAddress address, String key, boolean listened) {
        boolean sameHost = address.isSameHost(first);
        boolean downgraded = first.target().secure() && !address.target().secure();
        boolean drops = !listened && (!sameHost || downgraded);
        List<Map.Entry<String, String>> custom = new ArrayList<>(options.headers());
        String auth = address.credentials() == null
                ? options.auth()
                : address.credentials().basic();
        if (drops) {
            remove(custom, AUTHORIZATION);
            remove(custom, "Cookie");
            if (!sameHost) {
                remove(custom, "Host");
            }
            auth = null;
        } else if (carried != null && Headers.of(custom).values(AUTHORIZATION).isEmpty()) {
            custom.add(Headers.field(AUTHORIZATION, carried));
        }
        List<Map.Entry<String, String>> fields = handshake.request(key, custom);
        if (Headers.of(custom).values("Host").isEmpty()) {
            fields.add(Headers.field("Host", address.target().authority()));
        }
        if (auth != null && Headers.of(custom).values(AUTHORIZATION).isEmpty()) {
            fields.add(Headers.field(AUTHORIZATION, auth));
            if (options.followRedirects()) {
                carried = auth;
            }
        }
        if (options.profile() == Profile.FAYE) {
            boolean credentials = auth != null;
            fields.sort(Comparator.comparingInt(field -> rank(field.getKey(), credentials)));
        }
        return fields;
    }

    /** Where a field stands in a request of faye. */
    private static int rank(String name, boolean credentials) {
        int rank = FAYE_ORDER.indexOf(name.toLowerCase(Locale.ROOT));
        boolean own = rank < 0 || (name.equalsIgnoreCase(AUTHORIZATION) && !credentials);
        return own ? FAYE_ORDER.indexOf(OWN_FIELDS) : rank;
    }

    private static void remove(List<Map.Entry<String, String>> fields, String name) {
        fields.removeIf(field -> field.getKey().equalsIgnoreCase(name));
    }
}
