// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.testkit.Frames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Plain sockets that play the server of one {@link ClientCase} and note what the client sends. */
final class ScriptedServer implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 60_000;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Set<String> COMPARED = Set.of(
            "upgrade",
            "connection",
            "origin",
            "authorization",
            "cookie",
            "x-custom",
            "sec-websocket-origin",
            "sec-websocket-protocol",
            "sec-websocket-extensions",
            "sec-websocket-version");

    private final ServerSocket server = new ServerSocket(0);
    private final ClientCase given;
    private final List<String> seen = new ArrayList<>();

    ScriptedServer(ClientCase given) throws IOException {
        this.given = given;
        server.setSoTimeout(DEADLINE_MILLIS);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Answers as many connections as there are answers; what the client has sent. */
    List<String> play() throws IOException {
        for (String answer : given.answers()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(DEADLINE_MILLIS);
                socket.setTcpNoDelay(true);
                converse(socket, answer);
            }
        }
        return seen;
    }

    private void converse(Socket socket, String answer) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        List<String> head = Wire.head(in);
        note(head);
        String key = Wire.value(head, "sec-websocket-key");
        out.write(answer.replace("{accept}", accept(key))
                .replace("{port}", Integer.toString(port()))
                .getBytes(StandardCharsets.ISO_8859_1));
        try {
            if (answer.startsWith("HTTP/1.1 101") && given.opens()) {
                out.write(given.script().array());
                seen.addAll(Wire.frames(in, true, given.replies()));
                out.write(Frames.close(1000, "", false));
                if (seen.stream().noneMatch(line -> line.startsWith("close "))) {
                    seen.addAll(Wire.frames(in, true, Integer.MAX_VALUE));
                }
            }
            socket.shutdownOutput();
            in.readAllBytes();
        } catch (SocketException e) {
            // A client that has failed may reset the connection; what it sent before counts.
            seen.remove("end");
        }
    }

    private void note(List<String> head) {
        seen.add(head.get(0));
        Set<String> fields = new TreeSet<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (COMPARED.contains(name)) {
                fields.add(name + ": " + line.substring(colon + 1).strip());
            }
        }
        seen.addAll(fields);
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
