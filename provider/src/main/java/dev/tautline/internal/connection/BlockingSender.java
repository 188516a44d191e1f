// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.Utf8;
import dev.tautline.spec.Opcode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The ways to send and wait. Inside a callback of the connection, and while batching is on, a send returns once it is queued;
 * so does a whole message of a call whose own message in parts is open. Any thread may call anything; what a call waits on belongs to that call.
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
        BlockingSend wait = waitForMessage();
        if (sender.passes(text, null, compress, wait)) {
            await(wait, null);
        } else {
            Outgoing message = Outgoing.message(Opcode.TEXT, Utf8.encode(text), compress, wait);
            sender.offerBlocking(message);
            await(wait, message);
        }
    }

    void binary(ByteBuffer bytes, boolean compress) throws IOException {
        BlockingSend wait = waitForMessage();
        if (sender.passes(null, bytes.duplicate(), compress, wait)) {
            await(wait, null);
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
            await(wait, message);
        } catch (IOException e) {
            if (sender.takeBack(message) && e instanceof InterruptedWriteException) {
                throw (IOException)
                        new InterruptedIOException("Interrupted while a message waited; it was not sent").initCause(e);
            }
            throw e;
        }
    }

    void part(Opcode opcode, ByteBuffer payload, boolean last, boolean compress, Object author) throws IOException {
        BlockingSend wait = waitForWrite();
        sender.offerBlocking(Outgoing.part(opcode, payload, last, compress, author, wait));
        await(wait, null);
    }

    void control(Opcode opcode, ByteBuffer payload) throws IOException {
        BlockingSend wait = waitForWrite();
        IOException refusal = sender.offerControl(opcode, payload, null, wait);
        if (refusal != null) {
            throw refusal;
        }
        await(wait, null);
    }

    /** What a blocking send waits on, or {@code null} where it returns once the message is queued. */
    private @Nullable BlockingSend waitForWrite() {
        return cork.isBatching() || lane.isCallbackThread() ? null : new BlockingSend();
    }

    /** What a whole message waits on; the call whose own message in parts is open would wait for itself. */
    private @Nullable BlockingSend waitForMessage() {
        return sender.isOpenHere() ? null : waitForWrite();
    }

    /** @param message what is sent, or {@code null} for what waits behind no other */
    private void await(@Nullable BlockingSend wait, @Nullable Outgoing message) throws IOException {
        if (wait == null) {
            return;
        }
        if (wait.isDone()) {
            wait.await();
            return;
        }
        while (!awaitInTime(wait)) {
            OutboundQueue.Late late = message == null ? OutboundQueue.Late.UNTAKEN : sender.late(message);
            if (late == OutboundQueue.Late.TAKEN_BACK) {
                throw sender.behindTooLong();
            }
            if (late == OutboundQueue.Late.UNTAKEN && !wait.isDone()) {
                owner.terminate();
                throw sender.timedOut();
            }
        }
    }

    private boolean awaitInTime(BlockingSend wait) throws IOException {
        Timers.@Nullable Task timer = sender.schedule(wait::timeUp);
        try {
            return wait.await();
        } finally {
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
