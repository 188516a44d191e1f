// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Sends messages of 1 GB in a small heap, which holds the server and the client. Prints what arrived. */
final class LargeMessageProgram {
    static final long GIGABYTE = 1L << 30;

    private static final int CHUNK = 256 * 1024;

    private LargeMessageProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (WebApplication application = WebApplication.of()) {
            toServer(application);
            toClient(application);
        }
        System.exit(0);
    }

    /** A client's stream, which the server takes in parts. */
    private static void toServer(WebApplication application) throws Exception {
        Recorder server = new Recorder();
        server.onOpen((session, config) -> session.addMessageHandler(ByteBuffer.class, new Counting(server)));
        Recorder client = new Recorder();
        Session session = Pair.connect(client, application.uri(application.serve(server)));
        try (OutputStream stream = session.getBasicRemote().getSendStream()) {
            byte[] chunk = new byte[CHUNK];
            for (long sent = 0; sent < GIGABYTE; sent += CHUNK) {
                stream.write(chunk);
            }
        }
        System.out.println("server " + server.message());
        new Pair(server, client).close();
    }

    private static final class Counting implements MessageHandler.Partial<ByteBuffer> {
        private final Recorder told;
        private long count;

        Counting(Recorder told) {
            this.told = told;
        }

        @Override
        public void onMessage(ByteBuffer part, boolean last) {
            count += part.remaining();
            if (last) {
                told.add(count);
            }
        }
    }

    /** A server's parts, which the client takes as a stream. */
    private static void toClient(WebApplication application) throws Exception {
        Recorder client = new Recorder();
        client.onOpen((session, config) ->
                session.addMessageHandler(InputStream.class, (InputStream stream) -> client.add(count(stream))));
        Recorder server = new Recorder();
        Pair.connect(client, application.uri(application.serve(server)));
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long sent = CHUNK; sent < GIGABYTE; sent += CHUNK) {
            server.session().getBasicRemote().sendBinary(chunk.duplicate(), false);
        }
        server.session().getBasicRemote().sendBinary(chunk, true);
        System.out.println("client " + client.message());
        new Pair(server, client).close();
    }

    private static long count(InputStream stream) {
        try {
            return stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
