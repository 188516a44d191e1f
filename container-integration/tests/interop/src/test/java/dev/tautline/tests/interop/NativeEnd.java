// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import dev.tautline.SendOptions;
import dev.tautline.WebSocket;
import dev.tautline.spec.UpgradeRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A socket of our native API. */
final class NativeEnd implements End {
    private final WebSocket socket;
    private final @Nullable UpgradeRequest request;
    private final Heard heard = new Heard();

    /** @param request of a server's end */
    NativeEnd(WebSocket socket, @Nullable UpgradeRequest request) {
        this.socket = socket;
        this.request = request;
        socket.onMessage((from, message) -> heard.add(
                message.isText()
                        ? new Event.Text(message.text())
                        : new Event.Binary(ByteBuffer.wrap(message.array()))));
        socket.onPong((from, payload) -> heard.add(new Event.Pong(
                ByteBuffer.allocate(payload.remaining()).put(payload).flip())));
        socket.onClose((from, event) -> heard.add(new Event.Closed(event.code(), event.reason())));
        socket.onError((from, error) -> heard.error(error));
    }

    private static void await(CompletionStage<?> sent) throws Exception {
        sent.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Override
    public void text(String message) throws Exception {
        await(socket.send(message));
    }

    @Override
    public void text(String part, boolean last) throws Exception {
        await(socket.send(part, SendOptions.DEFAULTS.fin(last)));
    }

    @Override
    public void binary(byte[] message) throws Exception {
        await(socket.send(message));
    }

    @Override
    public void binary(byte[] part, boolean last) throws Exception {
        await(socket.send(ByteBuffer.wrap(part), SendOptions.DEFAULTS.fin(last)));
    }

    @Override
    public void ping(byte[] payload) throws Exception {
        await(socket.ping(ByteBuffer.wrap(payload)).written());
    }

    @Override
    public void pong(byte[] payload) throws Exception {
        await(socket.pong(ByteBuffer.wrap(payload)));
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }

    @Override
    public String subprotocol() {
        return socket.protocol();
    }

    @Override
    public List<String> extensions() {
        String field = socket.extensions();
        return field.isEmpty()
                ? List.of()
                : Arrays.stream(field.split(","))
                        .map(one -> one.split(";", -1)[0].strip())
                        .toList();
    }

    @Override
    public String query() {
        return String.valueOf(request == null ? null : request.queryString());
    }

    @Override
    public List<String> header(String name) {
        return request == null ? List.of() : request.headers(name);
    }

    @Override
    public Heard heard() {
        return heard;
    }
}
