// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.FrameOptions;
import dev.tautline.internal.protocol.Utf8;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.ReadyState;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a socket sends: by its connection, or to where its state lets it wait. Owns nothing. */
final class SocketSends {
    private SocketSends() {}

    static CompletionStage<Void> text(SocketState socket, String text, SendOptions how) {
        Connection open = socket.sendable();
        return open == null ? socket.early(Utf8.length(text), later -> text(later, text, how)) : text(open, text, how);
    }

    private static CompletionStage<Void> text(Connection open, String text, SendOptions how) {
        SendCompletion completion = new SendCompletion();
        open.send(text, frame(how), null, completion);
        return completion;
    }

    static CompletionStage<Void> binary(SocketState socket, ByteBuffer content, SendOptions how) {
        Connection open = socket.sendable();
        if (open == null) {
            ByteBuffer taken = ByteBuffer.allocate(content.remaining())
                    .put(content.duplicate())
                    .flip();
            return socket.early(taken.remaining(), later -> binary(later, taken, how));
        }
        return socket.facts().isHixie() ? failedUnderHixie(socket, "binary messages") : binary(open, content, how);
    }

    private static CompletionStage<Void> binary(Connection open, ByteBuffer content, SendOptions how) {
        SendCompletion completion = new SendCompletion();
        open.send(Opcode.BINARY, content, frame(how), null, completion);
        return completion;
    }

    private static FrameOptions frame(SendOptions how) {
        return how.equals(SendOptions.DEFAULTS)
                ? FrameOptions.DEFAULT
                : new FrameOptions(how.fin(), how.compress(), how.mask());
    }

    static Ping ping(SocketState socket, ByteBuffer payload, @Nullable Boolean mask) {
        Connection open = openOrThrow(socket, "ping");
        if (socket.facts().isHixie()) {
            CompletionStage<Void> failed = failedUnderHixie(socket, "pings");
            return new Ping(false, failed, failed);
        }
        if (open == null || open.readyState() != ReadyState.OPEN) {
            CompletableFuture<Void> failed = CompletableFuture.failedFuture(new ClosedChannelException());
            return new Ping(false, failed, failed);
        }
        SendCompletion written = new SendCompletion();
        SendCompletion answered = new SendCompletion();
        open.ping(payload, mask, written, answered);
        return new Ping(true, written, answered);
    }

    static CompletionStage<Void> pong(SocketState socket, ByteBuffer payload, @Nullable Boolean mask) {
        Connection open = openOrThrow(socket, "pong");
        if (open == null) {
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
        if (socket.facts().isHixie()) {
            return failedUnderHixie(socket, "pongs");
        }
        SendCompletion written = new SendCompletion();
        open.pong(payload, mask, written);
        return written;
    }

    private static CompletionStage<Void> failedUnderHixie(SocketState socket, String what) {
        return CompletableFuture.failedFuture(new WebSocketException(
                "", "The peer speaks " + socket.facts().version() + ", which has no " + what, null));
    }

    private static @Nullable Connection openOrThrow(SocketState socket, String what) {
        Connection open = socket.connection();
        if (open == null && socket.readyState() == ReadyState.CONNECTING) {
            throw new IllegalStateException("The socket is not open yet: " + what + " in or after its open event");
        }
        return open;
    }
}
