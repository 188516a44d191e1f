// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** One stream of HTTP/2 with prior knowledge (RFC 9113), opened by an extended CONNECT (RFC 8441). Windows are never filled. */
final class Http2Client implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int STREAM = 1;

    /** RFC 7541 appendix A: the index of {@code :status 200}, as an indexed field. */
    private static final int STATUS_200 = 0x88;

    private final Socket socket;
    private final DataInputStream input;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean accepted;
    private String failure = "";
    private boolean ended;

    Http2Client(int port, String protocol, String path) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        input = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", "CONNECT");
        field(block, ":protocol", protocol);
        field(block, ":scheme", "http");
        field(block, ":path", path);
        field(block, ":authority", "127.0.0.1:" + port);
        field(block, "sec-websocket-version", "13");
        send(HEADERS, END_HEADERS, STREAM, block.toByteArray());
    }

    /** RFC 7541 §6.2.2: a literal without indexing, with a new name, both without Huffman code. */
    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Whether the stream was answered with 200. */
    boolean isAccepted() throws IOException {
        return readFrameUntil(HEADERS) && accepted;
    }

    String failure() {
        return failure;
    }

    byte[] echo(byte[] bytes) throws IOException {
        received.reset();
        send(DATA, 0, STREAM, bytes);
        while (received.size() < bytes.length && readFrameUntil(DATA)) {
            // The echo may come in several frames.
        }
        return received.toByteArray();
    }

    void end() throws IOException {
        send(DATA, END_STREAM, STREAM, new byte[0]);
    }

    void reset() throws IOException {
        send(RST_STREAM, 0, STREAM, new byte[] {0, 0, 0, 8});
    }

    /** Whether the server ends its side of the stream. */
    boolean awaitEnd() throws IOException {
        while (!ended && readFrameUntil(DATA)) {
            // What comes before the end is of no interest.
        }
        return ended;
    }

    private static boolean isStatus200(byte[] block) {
        int start = 0;
        // RFC 7541 §6.3: the size of the dynamic table may change at the beginning of the first block
        if ((block[0] & 0xe0) == 0x20) {
            while ((block[++start] & 0x80) != 0) {
                // the rest of the size
            }
            start++;
        }
        return (block[start] & 0xff) == STATUS_200;
    }

    private boolean readFrameUntil(int wanted) throws IOException {
        while (true) {
            int length = input.readUnsignedByte() << 16 | input.readUnsignedShort();
            int type = input.readUnsignedByte();
            int flags = input.readUnsignedByte();
            int stream = input.readInt();
            byte[] payload = input.readNBytes(length);
            if (type == SETTINGS && (flags & ACK) == 0) {
                send(SETTINGS, ACK, 0, new byte[0]);
            } else if (type == GOAWAY || type == RST_STREAM) {
                failure = "frame " + type + ": " + HexFormat.of().formatHex(payload);
                return false;
            } else if (stream == STREAM && type == HEADERS) {
                accepted = isStatus200(payload);
                failure = HexFormat.of().formatHex(payload);
            } else if (stream == STREAM && type == DATA) {
                received.writeBytes(payload);
            }
            if (stream == STREAM && type != WINDOW_UPDATE) {
                ended |= (flags & END_STREAM) != 0;
            }
            if (type == wanted && stream == STREAM) {
                return true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
