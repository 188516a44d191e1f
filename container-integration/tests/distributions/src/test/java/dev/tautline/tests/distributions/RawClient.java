// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** RFC 6455 over a plain socket, one frame a message, with permessage-deflate where the server agreed to it. For one thread. */
final class RawClient implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final byte[] KEY = {0x12, 0x34, 0x56, 0x78};
    private static final byte[] SYNC_TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Socket socket;
    private final DataInputStream in;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final Inflater inflater = new Inflater(true);

    private RawClient(Socket socket, String head) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        this.status = Integer.parseInt(readLine().split(" ")[1]);
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
    }

    /**
     * Asks for an upgrade and fails if it is refused.
     *
     * @param headers whole header lines
     */
    static RawClient open(int port, String path, String... headers) throws IOException {
        RawClient client = ask(port, path, headers);
        if (client.status != 101 || !"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".equals(client.header("Sec-WebSocket-Accept"))) {
            client.close();
            throw new AssertionError(path + " was answered with " + client.status + " " + client.headers);
        }
        return client;
    }

    /** Asks for an upgrade. */
    static RawClient ask(int port, String path, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return new RawClient(
                new Socket(InetAddress.getLoopbackAddress(), port),
                head.append("\r\n").toString());
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The server ended the connection within its answer: " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    int status() {
        return status;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    void sendText(String text) throws IOException {
        sendFrame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBinary(byte[] payload) throws IOException {
        sendFrame(FIN | BINARY, payload);
    }

    void sendClose(int code) throws IOException {
        sendFrame(FIN | CLOSE, new byte[] {(byte) (code >>> 8), (byte) code});
    }

    /**
     * Sends a message compressed as RFC 7692 §7.2.1 says.
     *
     * @param opcode {@link #TEXT} or {@link #BINARY}
     */
    void sendCompressed(int opcode, byte[] payload) throws IOException {
        deflater.setInput(payload);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, count);
        } while (count == buffer.length);
        byte[] all = out.toByteArray();
        sendFrame(FIN | RSV1 | opcode, java.util.Arrays.copyOf(all, all.length - SYNC_TAIL.length));
    }

    private void sendFrame(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(0x80 | 126);
            out.write(payload.length >>> 8);
            out.write(payload.length);
        } else {
            out.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >>> shift));
            }
        }
        out.writeBytes(KEY);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ KEY[i & 3]);
        }
        socket.getOutputStream().write(out.toByteArray());
    }

    /** The next message or control frame. Fragments are put together; none may come between them here. */
    Message receive() throws IOException {
        int first = in.readUnsignedByte();
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        readPayload(payload);
        for (int next = first; (next & FIN) == 0; ) {
            next = in.readUnsignedByte();
            if ((next & 0x7F) != 0) {
                throw new AssertionError("A continuation was due, not " + Integer.toHexString(next));
            }
            readPayload(payload);
        }
        boolean compressed = (first & RSV1) != 0;
        return new Message(
                first & 0xF, compressed, compressed ? inflate(payload.toByteArray()) : payload.toByteArray());
    }

    private void readPayload(ByteArrayOutputStream out) throws IOException {
        int second = in.readUnsignedByte();
        if ((second & 0x80) != 0) {
            throw new AssertionError("A server must not mask");
        }
        long length = second == 126 ? in.readUnsignedShort() : second == 127 ? in.readLong() : second;
        out.writeBytes(in.readNBytes(Math.toIntExact(length)));
    }

    private byte[] inflate(byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try {
            for (byte[] part : new byte[][] {payload, SYNC_TAIL}) {
                inflater.setInput(part);
                for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
                    out.write(buffer, 0, count);
                }
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
        return out.toByteArray();
    }

    /** Fails unless the server ends the connection now. */
    void expectEnd() throws IOException {
        int b = in.read();
        if (b >= 0) {
            throw new AssertionError("The connection goes on with byte " + Integer.toHexString(b));
        }
    }

    /** Ends the connection by RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Ends the connection by FIN, without a close frame. */
    @Override
    public void close() throws IOException {
        deflater.end();
        inflater.end();
        socket.close();
    }
}
