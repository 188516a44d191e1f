// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param headers by lower-case name; the values of a repeated one joined by {@code ", "}
 * @param body empty after 101
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {
    /** The value of a header, or {@code null}. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Reads the head, and the body unless protocols are switched. */
    static HttpAnswer read(InputStream in) throws IOException {
        HttpAnswer head = readHead(in);
        if (head.status() == 101) {
            return head;
        }
        String body = new String(readBody(in, head.headers()), StandardCharsets.UTF_8);
        return new HttpAnswer(head.status(), head.headers(), body);
    }

    /** Reads the head only. */
    static HttpAnswer readHead(InputStream in) throws IOException {
        String head = readUpTo(in, "\r\n\r\n");
        List<String> lines = head.lines().toList();
        int status = Integer.parseInt(lines.get(0).split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (one, other) -> one + ", " + other);
            }
        }
        return new HttpAnswer(status, headers, "");
    }

    private static byte[] readBody(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        return "chunked".equalsIgnoreCase(headers.get("transfer-encoding")) ? readChunks(in) : in.readAllBytes();
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(readUpTo(in, "\r\n").strip(), 16);
            body.writeBytes(in.readNBytes(size));
            readUpTo(in, "\r\n");
        } while (size > 0);
        return body.toByteArray();
    }

    static String readUpTo(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length() || text.lastIndexOf(end) != text.length() - end.length()) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The connection ended within the answer: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
