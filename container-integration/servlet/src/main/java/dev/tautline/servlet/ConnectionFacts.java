// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request knows of the connection under it, kept for the time after the request.
 *
 * @param secure whether the container decrypts
 */
public record ConnectionFacts(
        boolean secure,
        @Nullable SocketAddress local,
        @Nullable SocketAddress remote) {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /** Reads the facts; makes no name look-up. */
    public static ConnectionFacts of(ServletRequest request) {
        return new ConnectionFacts(
                request.isSecure(),
                address(request.getLocalAddr(), request.getLocalPort()),
                address(request.getRemoteAddr(), request.getRemotePort()));
    }

    static @Nullable SocketAddress address(@Nullable String literal, int port) {
        if (literal == null || literal.isEmpty() || port < 0 || port > 65535) {
            return null;
        }
        try {
            // Anything else InetAddress would look up.
            boolean isLiteral =
                    literal.indexOf(':') >= 0 || IPV4.matcher(literal).matches();
            return isLiteral
                    ? new InetSocketAddress(InetAddress.getByName(literal), port)
                    : InetSocketAddress.createUnresolved(literal, port);
        } catch (UnknownHostException e) {
            return InetSocketAddress.createUnresolved(literal, port);
        }
    }
}
