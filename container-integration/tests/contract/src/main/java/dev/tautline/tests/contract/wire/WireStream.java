// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A response whose body goes on, read byte by byte; chunks are taken apart. One thread. Reads wait {@link Await#DEADLINE}, then the test fails.
 */
public final class WireStream implements AutoCloseable {
    private static final String END = "\r\n\r\n";

    private final Socket plain;
    private final InputStream in;
    private final HttpAnswer head;
    private final boolean chunked;
    private int chunk;

    WireStream(Socket plain, Socket socket, byte[] request) throws IOException {
        this.plain = plain;
        socket.getOutputStream().write(request);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.head = HttpAnswer.readHead(in);
        this.chunked = "chunked".equalsIgnoreCase(head.header("Transfer-Encoding"));
    }

    /** Status and headers. */
    public HttpAnswer head() {
        return head;
    }

    /**
     * The next bytes of the body.
     *
     * @throws AssertionError if they are others
     */
    public WireStream expect(String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        byte[] came = new byte[expected.length];
        for (int i = 0; i < came.length; i++) {
            int next = next();
            if (next < 0) {
                throw new AssertionError("The body ended after " + shown(came, i) + " instead of " + shown(expected));
            }
            came[i] = (byte) next;
            if (came[i] != expected[i]) {
                throw new AssertionError("The body is " + shown(came, i + 1) + "… instead of " + shown(expected));
            }
        }
        return this;
    }

    /** The next event, with the blank line at its end; {@code null} at the end of the body. */
    public @Nullable String event() {
        StringBuilder event = new StringBuilder();
        while (event.length() < END.length() || event.indexOf(END, event.length() - END.length()) < 0) {
            int next = next();
            if (next < 0) {
                if (event.length() > 0) {
                    throw new AssertionError("The body ended within an event: " + event);
                }
                return null;
            }
            event.append((char) next);
        }
        return event.toString();
    }

    /** The body ends here. */
    public void expectEnd() {
        int next = next();
        if (next >= 0) {
            throw new AssertionError("After the end came the byte 0x" + Integer.toHexString(next));
        }
    }

    private int next() {
        try {
            if (!chunked) {
                return in.read();
            }
            if (chunk == 0) {
                chunk = Integer.parseInt(HttpAnswer.readUpTo(in, "\r\n").strip(), 16);
            }
            if (chunk == 0) {
                return -1;
            }
            int next = in.read();
            if (--chunk == 0) {
                HttpAnswer.readUpTo(in, "\r\n");
            }
            return next;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("Nothing in " + Await.DEADLINE.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8)
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    private static String shown(byte[] bytes) {
        return shown(bytes, bytes.length);
    }

    /** Cuts the connection with a reset. */
    public void reset() {
        try {
            plain.setSoLinger(true, 0);
            plain.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
