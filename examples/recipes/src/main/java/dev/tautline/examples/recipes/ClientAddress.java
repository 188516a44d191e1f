// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.spec.UpgradeRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * The address of a client, also behind a proxy, for the {@code connection} event. {@code X-Forwarded-For} is what the sender of the request says it is: it counts
 * only if the TCP peer is a proxy of ours, and its first element only if that proxy replaces what clients send. A proxy that appends (NGINX's
 * {@code $proxy_add_x_forwarded_for}) leaves the client's own claim in front; then the last element is the one to take.
 */
public final class ClientAddress {
    private ClientAddress() {}

    /**
     * The address in words, {@code unknown} where there is none.
     *
     * @param proxies whether an address is that of a proxy which replaces {@code X-Forwarded-For}
     */
    public static String of(WebSocket socket, UpgradeRequest request, Predicate<InetAddress> proxies) {
        if (!(socket.remoteAddress() instanceof InetSocketAddress peer) || peer.getAddress() == null) {
            return "unknown";
        }
        List<String> forwarded = request.headers("X-Forwarded-For");
        if (forwarded.isEmpty() || !proxies.test(peer.getAddress())) {
            return peer.getAddress().getHostAddress();
        }
        return forwarded.get(0).split(",", 2)[0].strip();
    }
}
