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

/** Plain sockets that play the server of one {@link ClientCase} and note what the client sends. */
final class ScriptedServer implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 30_000;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
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
        byte[] answered = answer.replace("{accept}", accept(key))
                .replace("{port}", Integer.toString(port()))
                .getBytes(StandardCharsets.ISO_8859_1);
        try {
            if (given.opens() && answer.contains("HTTP/1.1 101")) {
                write(out, Frames.join(answered, given.script().array()));
                seen.addAll(Wire.frames(in, true, given.replies()));
                end(socket, in, out);
            } else {
                write(out, answered);
            }
            socket.shutdownOutput();
            in.readAllBytes();
        } catch (SocketException e) {
            // A client that has failed may reset the connection; what it sent before counts.
        }
        seen.remove("end");
    }

    private void end(Socket socket, DataInputStream in, OutputStream out) throws IOException {
        switch (given.ending()) {
            case CLOSES -> write(out, Frames.close(1000, "", false));
            case ENDS -> socket.shutdownOutput();
            case RESETS -> {
                socket.setSoLinger(true, 0);
                socket.close();
                return;
            }
            case SPEAKS -> {
                seen.addAll(Wire.frames(in, true, 1));
                write(out, Frames.text("still here", false));
            }
            case WAITS -> {}
        }
        if (seen.stream().noneMatch(line -> line.startsWith("close "))) {
            seen.addAll(Wire.frames(in, true, Integer.MAX_VALUE));
        }
        if (given.ending() == ClientCase.Ending.WAITS && !given.actions().isEmpty()) {
            // The answer to a close frame of the application.
            write(out, Frames.close(1000, "", false));
        }
    }

    /** A client that has failed does not read on; what it has sent is read next. */
    private static void write(OutputStream out, byte[] bytes) throws IOException {
        try {
            out.write(bytes);
        } catch (SocketException e) {
            // Said above.
        }
    }

    /** The head as it came, but for what differs between any two requests; ws changes the case of names when it follows a redirect. */
    private void note(List<String> head) {
        boolean redirected = !seen.isEmpty();
        seen.add(head.get(0));
        for (String line : head.subList(1, head.size())) {
            boolean key = line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: ");
            int colon = line.indexOf(':');
            String name = redirected ? line.substring(0, colon).toLowerCase(Locale.ROOT) : line.substring(0, colon);
            seen.add(key ? name : name + line.substring(colon).replace(Integer.toString(port()), "{port}"));
        }
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
