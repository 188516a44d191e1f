// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import dev.tautline.spec.Profile;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's socket goes (ws 1.6-01, -16, -18; faye 1B.2-01).
 *
 * @param url with the scheme {@code ws}, {@code wss} or {@code ws+unix}
 * @param target what HTTP needs of it
 * @param unixSocket the socket's path, {@code null} for TCP
 * @param credentials from the user information, {@code null} for none
 */
public record ClientAddress(
        URI url,
        ExchangeRequest.Target target,
        @Nullable Path unixSocket,
        ProxySettings.@Nullable Credentials credentials) {
    private static final String UNIX = "ws+unix:";
    /** Not allowed in a URI, and encoded by browsers and Node. */
    private static final String TO_ENCODE = " \"<>\\^`{|}";

    /**
     * The address that a text stands for.
     *
     * @throws IllegalArgumentException if it is no address of a WebSocket server
     */
    public static ClientAddress parse(String address, Profile profile) {
        return of(uri(address), profile);
    }

    /**
     * The address that a URI stands for.
     *
     * @throws IllegalArgumentException if it is no address of a WebSocket server
     */
    public static ClientAddress of(URI uri, Profile profile) {
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException("Invalid URL: " + uri);
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (profile == Profile.FAYE && !scheme.equals("ws") && !scheme.equals("wss")) {
            throw new IllegalArgumentException(uri + " is not a valid WebSocket URL");
        }
        boolean unix = scheme.equals("ws+unix");
        boolean secure = scheme.equals("wss") || scheme.equals("https");
        if (!unix && !secure && !scheme.equals("ws") && !scheme.equals("http")) {
            throw new IllegalArgumentException(
                    "The URL's protocol must be one of \"ws:\", \"wss:\", \"http:\", \"https:\"," + " or \"ws+unix:\"");
        }
        if (uri.getRawFragment() != null && !uri.getRawFragment().isEmpty()) {
            throw new IllegalArgumentException("The URL contains a fragment identifier");
        }
        return unix ? unix(uri) : tcp(uri, secure, profile);
    }

    private static ClientAddress tcp(URI uri, boolean secure, Profile profile) {
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("Invalid URL: " + uri);
        }
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        String hostAndPort = authority.substring(at + 1);
        int colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1);
        String host = host(colon < 0 ? hostAndPort : hostAndPort.substring(0, colon));
        int port = ExchangeRequest.Target.defaultPort(secure);
        if (colon >= 0 && colon + 1 < hostAndPort.length()) {
            port = port(hostAndPort.substring(colon + 1), uri);
        }
        String path = withoutDots(uri.getRawPath());
        String query = uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery();
        ExchangeRequest.Target target = new ExchangeRequest.Target(secure, host, port, ascii(path + query));
        URI url = URI.create((secure ? "wss://" : "ws://")
                + (at < 0 ? "" : userInfo + '@')
                + target.authority()
                + target.requestTarget());
        boolean named = !userInfo.isEmpty() && !userInfo.equals(":");
        return new ClientAddress(url, target, null, named ? credentials(userInfo, profile) : null);
    }

    /** ws decodes them since 8.22.2; websocket-driver, faye's, does not. */
    private static ProxySettings.Credentials credentials(String userInfo, Profile profile) {
        return profile == Profile.FAYE
                ? ProxySettings.Credentials.undecoded(userInfo)
                : ProxySettings.Credentials.of(userInfo);
    }

    /** RFC 3986 §5.2.4, "Remove Dot Segments"; what {@link URI#resolve} leaves of them too. */
    private static String withoutDots(String path) {
        if (!path.contains("/.")) {
            return path.isEmpty() ? "/" : path;
        }
        Deque<String> segments = new ArrayDeque<>();
        String last = "";
        for (String segment : path.substring(1).split("/", -1)) {
            last = segment;
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        boolean folder = last.equals(".") || last.equals("..");
        return '/' + String.join("/", segments) + (folder && !segments.isEmpty() ? "/" : "");
    }

    private static String host(String raw) {
        String decoded = raw.indexOf('%') < 0 || raw.startsWith("[")
                ? raw
                : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        boolean ascii = decoded.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return (ascii ? decoded : IDN.toASCII(decoded)).toLowerCase(Locale.ROOT);
    }

    private static int port(String text, URI uri) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid URL: " + uri, e);
        }
    }

    private static ClientAddress unix(URI uri) {
        String rest = uri.getRawSchemeSpecificPart();
        int colon = rest.indexOf(':');
        String socket = colon < 0 ? rest : rest.substring(0, colon);
        String path = colon < 0 ? "" : rest.substring(colon + 1);
        if (socket.isEmpty()) {
            throw new IllegalArgumentException("The URL's pathname is empty");
        }
        try {
            Path file = Path.of(URLDecoder.decode(socket.replace("+", "%2B"), StandardCharsets.UTF_8));
            return new ClientAddress(
                    uri,
                    new ExchangeRequest.Target(false, "localhost", 80, path.isEmpty() ? "/" : ascii(path)),
                    file,
                    null);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("Invalid URL: " + uri, e);
        }
    }

    /**
     * The target of a redirect.
     *
     * @throws IllegalArgumentException if the location is none; the message is that of ws
     */
    public ClientAddress resolve(String location, Profile profile) {
        URI resolved;
        try {
            // java.net.URI resolves nothing against an opaque or empty path.
            resolved = uri(location);
            if (!resolved.isAbsolute()) {
                resolved = unixSocket == null ? url.resolve(resolved) : onSameSocket(resolved);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid URL: " + location, e);
        }
        return of(resolved, profile);
    }

    private URI onSameSocket(URI relative) {
        URI there = URI.create("ws://localhost" + target.requestTarget()).resolve(relative);
        String url = this.url.toString();
        int colon = url.indexOf(':', UNIX.length());
        String socket = colon < 0 ? url : url.substring(0, colon);
        return URI.create(
                socket + ':' + there.getRawPath() + (there.getRawQuery() == null ? "" : '?' + there.getRawQuery()));
    }

    /** Whether two addresses have the same host and port, or the same Unix socket. */
    public boolean isSameHost(ClientAddress other) {
        return unixSocket == null
                ? other.unixSocket == null && target.authority().equals(other.target.authority())
                : unixSocket.equals(other.unixSocket);
    }

    /** Parses an address; characters that a URI may not have are percent-encoded, as browsers and Node do. */
    private static URI uri(String text) {
        String stripped = text.strip();
        StringBuilder encoded = new StringBuilder();
        stripped.codePoints().forEach(c -> {
            if (c < 0x80 && TO_ENCODE.indexOf(c) >= 0) {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            } else {
                encoded.appendCodePoint(c);
            }
        });
        try {
            return new URI(encoded.toString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Invalid URL: " + text, e);
        }
    }

    private static String ascii(String text) {
        return URI.create("http://h" + (text.startsWith("/") ? "" : "/") + text)
                .toASCIIString()
                .substring("http://h".length());
    }
}
