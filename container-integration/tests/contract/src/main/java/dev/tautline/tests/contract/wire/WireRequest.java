// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** An opening handshake, or any other GET, to be changed and sent. Not safe for use by several threads. */
public final class WireRequest {
    /** RFC 6455 §1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final URI base;
    private final String path;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String method = "GET";
    private int buffers;
    private byte[] early = {};

    private WireRequest(URI base, String path) {
        this.base = base;
        this.path = path;
        headers.put("Host", base.getAuthority());
    }

    /** The opening handshake of a good client. */
    public static WireRequest webSocket(URI base, String path) {
        return new WireRequest(base, path)
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", KEY)
                .header("Sec-WebSocket-Version", "13");
    }

    /** A plain GET on a connection of its own. */
    public static WireRequest get(URI base, String path) {
        return new WireRequest(base, path).header("Connection", "close");
    }

    /** Another method than GET. */
    public WireRequest method(String name) {
        method = name;
        return this;
    }

    /** Sets a header; {@code null} removes it. */
    public WireRequest header(String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    /** Offers permessage-deflate. */
    public WireRequest deflate() {
        return header("Sec-WebSocket-Extensions", "permessage-deflate");
    }

    /** Small socket buffers, so that few bytes are under way. */
    public WireRequest buffers(int bytes) {
        buffers = bytes;
        return this;
    }

    /** Sends bytes in one write with the request's head. */
    public WireRequest early(byte[] bytes) {
        early = bytes;
        return this;
    }

    /**
     * Opens a WebSocket connection.
     *
     * @throws AssertionError if the answer is another than RFC 6455 §4.1 asks for
     */
    public WireClient open() {
        try {
            WireClient client = connect();
            HttpAnswer answer = client.answer();
            if (answer.status() != 101 || !accept().equals(answer.header("Sec-WebSocket-Accept"))) {
                client.close();
                throw new AssertionError("No WebSocket at " + path + ": " + answer);
            }
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens a connection with whatever handshake this is.
     *
     * @throws AssertionError if the answer has another status
     */
    public WireClient open(int status) {
        try {
            WireClient client = connect();
            if (client.answer().status() != status) {
                client.close();
                throw new AssertionError("No " + status + " at " + path + ": " + client.answer());
            }
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the request and reads the answer; closes the connection. */
    public HttpAnswer exchange() {
        try (WireClient client = connect()) {
            return client.answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the request and reads the head of the answer; the body goes on. */
    public WireStream stream() {
        try {
            return connect(WireStream::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Made<T> {
        T make(Socket plain, Socket socket, byte[] first) throws IOException;
    }

    private WireClient connect() throws IOException {
        return connect(WireClient::new);
    }

    private <T> T connect(Made<T> made) throws IOException {
        Socket plain = new Socket();
        try {
            if (buffers > 0) {
                plain.setReceiveBufferSize(buffers);
                plain.setSendBufferSize(buffers);
            }
            int deadline = (int) Await.DEADLINE.toMillis();
            plain.setSoTimeout(deadline);
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(base.getHost(), base.getPort()), deadline);
            Socket socket = base.getScheme().equals("https") ? secure(plain) : plain;
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            first.writeBytes(head());
            first.writeBytes(early);
            return made.make(plain, socket, first.toByteArray());
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secure(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) TestCertificate.sslContext()
                .getSocketFactory()
                .createSocket(plain, base.getHost(), base.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private byte[] head() {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String accept() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((KEY + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
