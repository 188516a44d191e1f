// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.testkit.Frames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One case against one server, and what came back. */
final class ServerExchange {
    private static final int DEADLINE_MILLIS = 60_000;

    private ServerExchange() {}

    /** The next event of the server under test. */
    interface Events {
        String next() throws IOException, InterruptedException;
    }

    /** @param tellsRefusals whether the server under test makes a socket of a refused request, whose end is waited for */
    static List<String> run(ServerCase given, int port, String path, Events events, boolean tellsRefusals)
            throws IOException, InterruptedException {
        List<String> outcome = new ArrayList<>();
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out.write(request(given, port, path).getBytes(StandardCharsets.ISO_8859_1));
            List<String> head = Wire.head(in);
            outcome.addAll(Wire.response(head));
            if (!head.get(0).contains(" 101")) {
                String length = Wire.value(head, "content-length");
                outcome.add("body "
                        + new String(
                                length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length)),
                                StandardCharsets.UTF_8));
                if (!tellsRefusals) {
                    return outcome;
                }
                for (String event = ""; !event.startsWith("close "); ) {
                    event = events.next();
                }
                return outcome;
            }
            // A reply that is still being made when the close frame comes may be dropped: it is waited for.
            send(out, given.script().array());
            outcome.addAll(Wire.frames(in, false, given.replies()));
            send(out, Frames.close(1000, "", true));
            if (outcome.stream().noneMatch(line -> line.startsWith("close "))) {
                outcome.addAll(Wire.frames(in, false, Integer.MAX_VALUE));
            }
            socket.shutdownOutput();
            in.readAllBytes();
        } catch (SocketException e) {
            // Where a server resets instead of closing, what it has told counts.
            outcome.remove("end");
        }
        for (String event = ""; !event.startsWith("close "); ) {
            event = events.next();
            outcome.add("event " + event);
        }
        return outcome;
    }

    private static void send(OutputStream out, byte[] bytes) throws IOException {
        try {
            out.write(bytes);
        } catch (SocketException e) {
            // A server that has answered a violation may not read on; its answer is read next.
        }
    }

    private static String request(ServerCase given, int port, String path) {
        String good = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
        return given.request().apply(good) + "\r\n";
    }
}
