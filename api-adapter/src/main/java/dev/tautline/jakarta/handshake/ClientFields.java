// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import dev.tautline.internal.connector.ClientAddress;
import dev.tautline.internal.handshake.ClientHandshake;
import dev.tautline.internal.handshake.Headers;
import jakarta.websocket.ClientEndpointConfig;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a client's requests. The configurator's {@code beforeRequest} sees the first one; what it adds goes to the target of a redirect
 * too, but for credentials and cookies where that is another host or no longer secure. Of one attempt.
 */
public final class ClientFields {
    private static final System.Logger LOG = System.getLogger(ClientFields.class.getName());
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String AUTHORIZATION = "Authorization";
    private static final String HOST = "Host";

    private final ClientAddress first;
    private final List<Map.Entry<String, String>> custom = new ArrayList<>();
    private ClientHandshake handshake;

    /**
     * Asks the configurator.
     *
     * @throws IllegalArgumentException if it adds a field that can't be sent
     */
    public ClientFields(
            ClientAddress first, ClientHandshake handshake, ClientEndpointConfig.@Nullable Configurator configurator) {
        this.first = first;
        this.handshake = handshake;
        if (configurator != null) {
            ask(configurator);
        }
    }

    private void ask(ClientEndpointConfig.Configurator configurator) {
        // The key of this request is not the one that is sent: it is nobody's to choose.
        Map<String, List<String>> before = grouped(of(first, "dGhlIHNhbXBsZSBub25jZQ==", null));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        before.forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
        configurator.beforeRequest(headers);
        headers.forEach((name, values) -> take(name, values == null ? List.of() : values, before.get(name)));
        // Fails here, and not when the request is made.
        handshake.request("", custom);
    }

    private void take(String name, List<String> values, @Nullable List<String> before) {
        if (values.equals(before)) {
            return;
        }
        if (name.equalsIgnoreCase(PROTOCOL)) {
            List<String> subprotocols = values.stream()
                    .flatMap(value -> List.of(value.split(",")).stream())
                    .map(String::trim)
                    .toList();
            handshake = new ClientHandshake(
                    handshake.profile(), handshake.version(), subprotocols, handshake.extensions(), handshake.origin());
        } else if (belongsToHandshake(name)) {
            LOG.log(Level.WARNING, "beforeRequest can''t set {0}: it belongs to the opening handshake", name);
        } else {
            values.forEach(value -> custom.add(Headers.field(name, value)));
        }
    }

    private static boolean belongsToHandshake(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("sec-websocket-") || lower.equals("upgrade") || lower.equals("connection");
    }

    /** The rules of this attempt, subprotocols of the configurator included. */
    public ClientHandshake handshake() {
        return handshake;
    }

    /** The application has set {@code Authorization} itself. */
    public boolean hasAuthorization() {
        return !Headers.of(custom).values(AUTHORIZATION).isEmpty();
    }

    /** Whether the application's credentials may be told to an address. */
    public boolean trusts(ClientAddress address) {
        boolean downgraded = first.target().secure() && !address.target().secure();
        return address.isSameHost(first) && !downgraded;
    }

    /**
     * The fields of one request.
     *
     * @param authorization the value of {@code Authorization}, {@code null} for none but the application's
     */
    public List<Map.Entry<String, String>> of(ClientAddress address, String key, @Nullable String authorization) {
        List<Map.Entry<String, String>> own = new ArrayList<>(custom);
        if (!trusts(address)) {
            own.removeIf(field -> List.of("authorization", "cookie", "proxy-authorization", "host")
                    .contains(field.getKey().toLowerCase(Locale.ROOT)));
        }
        List<Map.Entry<String, String>> fields = handshake.request(key, own);
        if (Headers.of(own).values(HOST).isEmpty()) {
            fields.add(Headers.field(HOST, address.target().authority()));
        }
        if (authorization != null && Headers.of(own).values(AUTHORIZATION).isEmpty()) {
            fields.add(Headers.field(AUTHORIZATION, authorization));
        }
        return fields;
    }

    /** Fields by name, without regard to case. */
    public static Map<String, List<String>> grouped(List<Map.Entry<String, String>> fields) {
        Map<String, List<String>> grouped = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach(field -> grouped.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                .add(field.getValue()));
        return grouped;
    }
}
