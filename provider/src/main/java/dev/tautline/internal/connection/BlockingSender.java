// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.Utf8;
import dev.tautline.spec.Opcode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The ways to send and wait. Inside a callback of the connection, and while batching is on, a send returns once it is queued. Any
 * thread may call anything; what a call waits on belongs to that call.
 */
final class BlockingSender {
    private final Sender sender;
    private final CallbackLane lane;
    private final Cork cork;
    private final Sender.Owner owner;

    BlockingSender(Sender sender, CallbackLane lane, Cork cork, Sender.Owner owner) {
        this.sender = sender;
        this.lane = lane;
        this.cork = cork;
        this.owner = owner;
    }

    void text(String text, boolean compress) throws IOException {
        BlockingSend wait = waitForWrite();
        if (!sender.passes(text, null, compress, wait)) {
            sender.offerBlocking(Outgoing.message(Opcode.TEXT, Utf8.encode(text), compress, wait));
        }
        await(wait);
    }

    void binary(ByteBuffer bytes, boolean compress) throws IOException {
        BlockingSend wait = waitForWrite();
        if (sender.passes(null, bytes.duplicate(), compress, wait)) {
            await(wait);
        } else if (wait == null) {
            sender.offerBlocking(Outgoing.message(Opcode.BINARY, Sender.copy(bytes), compress, null));
        } else {
            // The flush owner reads the caller's buffer: who waits for the write can't change it meanwhile.
            lend(Outgoing.message(Opcode.BINARY, bytes.duplicate(), compress, wait), wait);
        }
    }

    private void lend(Outgoing message, BlockingSend wait) throws IOException {
        sender.offerBlocking(message);
        try {
            await(wait);
        } catch (IOException e) {
            if (sender.takeBack(message) && e instanceof InterruptedIOException) {
                throw (IOException)
                        new InterruptedIOException("Interrupted while a message waited; it was not sent").initCause(e);
            }
            throw e;
        }
    }

    void part(Opcode opcode, ByteBuffer payload, boolean last, boolean compress, Object author) throws IOException {
        BlockingSend wait = waitForWrite();
        sender.offerBlocking(Outgoing.part(opcode, payload, last, compress, author, wait));
        await(wait);
    }

    void control(Opcode opcode, ByteBuffer payload) throws IOException {
        BlockingSend wait = waitForWrite();
        IOException refusal = sender.offerControl(opcode, payload, null, wait);
        if (refusal != null) {
            throw refusal;
        }
        await(wait);
    }

    /** What a blocking send waits on, or {@code null} where it returns once the message is queued. */
    private @Nullable BlockingSend waitForWrite() {
        return cork.isBatching() || lane.isCallbackThread() ? null : new BlockingSend();
    }

    private void await(@Nullable BlockingSend wait) throws IOException {
        if (wait == null) {
            return;
        }
        if (wait.isDone()) {
            wait.await();
            return;
        }
        Timers.@Nullable Task timer = sender.schedule(() -> wait.onComplete(sender.timedOut()));
        try {
            wait.await();
        } catch (IOException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                owner.terminate();
            }
            throw e;
        } finally {
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
