// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection as the other end sees it: bytes in, bytes out. */
record Peer(InputStream input, OutputStream output) {
    /** Reads up to and with the empty line. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("The head ends early: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }

    /** Lines of a head, without the empty one. */
    static List<String> lines(String head) {
        return new ArrayList<>(List.of(head.strip().split("\r\n")));
    }

    /** Copies until the source ends. */
    static void pump(InputStream from, OutputStream to) {
        try {
            byte[] buffer = new byte[8192];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            // The other direction has ended the connection.
        }
    }
}
