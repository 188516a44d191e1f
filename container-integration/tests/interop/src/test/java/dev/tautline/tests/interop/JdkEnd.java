// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A socket of the JDK. */
final class JdkEnd implements End {
    private final WebSocket socket;
    private final Heard heard;

    JdkEnd(WebSocket socket, Heard heard) {
        this.socket = socket;
        this.heard = heard;
    }

    private static void await(CompletableFuture<?> sent) throws Exception {
        sent.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void text(String message) throws Exception {
        text(message, true);
    }

    @Override
    public void text(String part, boolean last) throws Exception {
        await(socket.sendText(part, last));
    }

    @Override
    public void binary(byte[] message) throws Exception {
        binary(message, true);
    }

    @Override
    public void binary(byte[] part, boolean last) throws Exception {
        await(socket.sendBinary(ByteBuffer.wrap(part), last));
    }

    @Override
    public void ping(byte[] payload) throws Exception {
        await(socket.sendPing(ByteBuffer.wrap(payload)));
    }

    @Override
    public void pong(byte[] payload) throws Exception {
        await(socket.sendPong(ByteBuffer.wrap(payload)));
    }

    @Override
    public void close() throws Exception {
        close(WebSocket.NORMAL_CLOSURE, "");
    }

    @Override
    public void close(int code, String reason) throws Exception {
        await(socket.sendClose(code, reason));
    }

    @Override
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    @Override
    public List<String> extensions() {
        return List.of();
    }

    @Override
    public String query() {
        throw new UnsupportedOperationException("A client's end");
    }

    @Override
    public List<String> header(String name) {
        throw new UnsupportedOperationException("A client's end");
    }

    @Override
    public Heard heard() {
        return heard;
    }
}
