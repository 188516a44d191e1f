// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import dev.tautline.testkit.Frames;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of a connection. One thread may read while another writes. Reads wait {@link Await#DEADLINE}, then the test fails.
 */
public final class WireClient implements AutoCloseable {
    private static final int SLICE = 16 * 1024;

    private final Socket plain;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HttpAnswer answer;
    private final WireDeflate deflate = new WireDeflate();
    private final List<WireFrame> controls = new ArrayList<>();
    private final AtomicLong written = new AtomicLong();

    WireClient(Socket plain, Socket socket, byte[] first) throws IOException {
        this.plain = plain;
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
        out.write(first);
        this.answer = HttpAnswer.read(in);
    }

    /** The answer to the opening handshake. */
    public HttpAnswer answer() {
        return answer;
    }

    /** Sends bytes as they are. */
    public WireClient send(byte[] bytes) {
        try {
            write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends bytes from a thread of their own; the future fails when the connection does. */
    public CompletableFuture<?> sendMeanwhile(byte[] bytes) {
        CompletableFuture<?> done = new CompletableFuture<>();
        Thread writer = new Thread(
                () -> {
                    try {
                        write(bytes);
                        done.complete(null);
                    } catch (IOException e) {
                        done.completeExceptionally(e);
                    }
                },
                "wire-writer");
        writer.setDaemon(true);
        writer.start();
        return done;
    }

    /** Sends bytes from a thread of their own, while this one reads; the connection may end before they are all sent. */
    public WireClient sendRegardless(byte[] bytes) {
        var unused = sendMeanwhile(bytes);
        return this;
    }

    private void write(byte[] bytes) throws IOException {
        // In slices, so that written() shows how far a write that waits has come; what fits into one stays one segment.
        for (int at = 0; at < bytes.length; at += SLICE) {
            int length = Math.min(SLICE, bytes.length - at);
            out.write(bytes, at, length);
            written.addAndGet(length);
        }
        out.flush();
    }

    /** Bytes that the socket has taken after the handshake. */
    public long written() {
        return written.get();
    }

    public WireClient sendText(String text) {
        return send(Frames.text(text, true));
    }

    public WireClient sendBinary(byte[] bytes) {
        return send(Frames.binary(bytes, true));
    }

    /**
     * Sends a message deflated.
     *
     * @param opcode text or binary
     */
    public WireClient sendDeflated(int opcode, byte[] payload) {
        return send(Frames.frame(0xC0 | opcode, deflate.deflate(payload), true));
    }

    /** The next bytes, whatever they mean. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        try {
            in.readFully(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /** The next frame. */
    public WireFrame frame() {
        WireFrame frame = frameOrEnd();
        if (frame == null) {
            throw new AssertionError("The connection has ended");
        }
        return frame;
    }

    private @Nullable WireFrame frameOrEnd() {
        try {
            int first = in.read();
            return first < 0 ? null : readFrame(first);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("No frame in " + Await.DEADLINE.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WireFrame readFrame(int first) throws IOException {
        int form = in.readUnsignedByte();
        if ((form & 0x80) != 0) {
            throw new AssertionError("A server's frame is masked");
        }
        long length = form == 126 ? in.readUnsignedShort() : form == 127 ? in.readLong() : form;
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new WireFrame(first, payload);
    }

    /** The next data message; pings and pongs on the way go to {@link #controls}. */
    public WireMessage message() {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        WireFrame start = null;
        while (true) {
            WireFrame frame = frame();
            if (frame.opcode() == WireFrame.CLOSE) {
                throw new AssertionError("Instead of a message came " + frame);
            }
            if (frame.opcode() > WireFrame.CLOSE) {
                controls.add(frame);
                continue;
            }
            if ((start == null) == (frame.opcode() == WireFrame.CONTINUATION)) {
                throw new AssertionError("Out of order: " + frame);
            }
            start = start == null ? frame : start;
            payload.writeBytes(frame.payload());
            if (frame.isFinal()) {
                byte[] bytes = payload.toByteArray();
                return new WireMessage(
                        start.opcode(), start.isDeflated() ? deflate.inflate(bytes) : bytes, start.isDeflated());
            }
        }
    }

    /** The text of the next message. */
    public String text() {
        return message().text();
    }

    /** Pings and pongs that {@link #message} has met. */
    public List<WireFrame> controls() {
        return List.copyOf(controls);
    }

    /** Reads on to the close frame; what comes before it is thrown away. */
    public WireFrame closeFrame() {
        WireFrame frame;
        do {
            frame = frame();
        } while (frame.opcode() != WireFrame.CLOSE);
        return frame;
    }

    /** Sends a close frame. */
    public WireClient sendClose(int code, String reason) {
        return send(Frames.close(code, reason, true));
    }

    /** Closes as a good client: close frame, close frame back, then the server ends TCP. */
    public void closeCleanly() {
        sendClose(1000, "");
        WireFrame answer = closeFrame();
        if (answer.closeCode() != 1000) {
            throw new AssertionError("The answer to close 1000 is " + answer);
        }
        expectEnd();
        close();
    }

    /**
     * The server ends TCP with a FIN and sends nothing before.
     *
     * @throws AssertionError if bytes come, or a reset
     */
    public void expectEnd() {
        try {
            int next = in.read();
            if (next >= 0) {
                throw new AssertionError("After the end came the byte 0x" + Integer.toHexString(next));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server does not end TCP", e);
        } catch (IOException e) {
            throw new AssertionError("The server does not end TCP cleanly", e);
        }
    }

    /** The server ends TCP, in whatever way and after whatever bytes. */
    public void expectGone() {
        try {
            while (in.read() >= 0) {
                // What was under way does not matter.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server does not end TCP", e);
        } catch (IOException e) {
            // A reset is an end.
        }
    }

    /** Frames up to the end of the connection; a frame cut off at the end is left out. */
    public List<WireFrame> remainingFrames() {
        List<WireFrame> frames = new ArrayList<>();
        try {
            for (int first = in.read(); first >= 0; first = in.read()) {
                frames.add(readFrame(first));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server does not end TCP", e);
        } catch (EOFException e) {
            return frames;
        } catch (IOException e) {
            return frames;
        }
        return frames;
    }

    /** Ends this direction only. */
    public void shutdownOutput() {
        try {
            if (socket instanceof SSLSocket) {
                socket.shutdownOutput();
            }
            if (!plain.isOutputShutdown()) {
                plain.shutdownOutput();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Lets the socket go without a word. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflate.end();
        }
    }
}
