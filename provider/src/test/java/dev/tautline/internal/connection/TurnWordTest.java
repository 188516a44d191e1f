// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.protocol.InboundProtocol;
import dev.tautline.internal.protocol.InboundRules;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The lease is lost at moments of a turn at which no callback of the application runs. */
class TurnWordTest {
    private final MemoryTransport transport = new MemoryTransport().runsCallbacks(true);
    private final RecordingListener listener = new RecordingListener();

    /** Reads one message and the rest of its buffer; the loop gets a new owner right after the first callback was announced. */
    @Test
    @DisplayName("the new owner parses ahead before the callback of the message that was just taken has begun")
    void leaseLostOnceTheCallbackIsAnnounced() {
        TurnWord turn = new TurnWord() {
            private boolean loses = true;

            @Override
            boolean enterCallback() {
                boolean entered = super.enterCallback();
                if (loses) {
                    loses = false;
                    transport.loseLease();
                }
                return entered;
            }
        };
        Reader reader = new Reader(turn);
        reader.open();
        transport.receive(Frames.join(Frames.text("first", true), Frames.text("second", true)));
        assertEquals(List.of("text first", "text second"), listener.take());
        transport.receive(Frames.text("third", true));
        assertEquals(List.of("text third"), listener.take());
    }

    /** The reading half of a connection. */
    private final class Reader
            implements TransportListener, InboundLoop.Owner, CallbackLane.Owner, MessageAssembler.Owner {
        private final ReentrantLock lock = new ReentrantLock();
        private final TestRuntime runtime = new TestRuntime();
        private final CallbackLane lane = new CallbackLane(lock, listener, runtime.workers(), 1024, this);
        private final InboundLoop inbound;

        Reader(TurnWord turn) {
            ConnectionOptions options = ConnectionOptions.builder(Role.SERVER).build();
            InboundProtocol protocol = new InboundProtocol(
                    Role.SERVER,
                    options.limits(),
                    InboundRules.STRICT,
                    NegotiatedExtensions.NONE.decoder(),
                    runtime.scratch());
            MessageAssembler assembler = new MessageAssembler(this, text -> {
                throw new AssertionError("no stream was asked for");
            });
            inbound = new InboundLoop(lock, transport, protocol, assembler, lane, this, turn);
        }

        void open() {
            transport.start(this);
            lock.lock();
            try {
                inbound.opened();
                inbound.takeToken(true);
            } finally {
                lock.unlock();
            }
            inbound.readHeld();
        }

        @Override
        public void onRead(ByteBuffer buffer) {
            inbound.onRead(buffer);
        }

        @Override
        public void onLeaseLost() {
            inbound.onLeaseLost();
        }

        @Override
        public boolean takeReadToken(boolean idle) {
            return inbound.takeToken(idle);
        }

        @Override
        public void readHeld() {
            inbound.readHeld();
        }

        @Override
        public Delivery delivery(boolean text) {
            return Delivery.WHOLE;
        }

        @Override
        public void onFault(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void onListenerFault(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public boolean dropsData() {
            return false;
        }

        @Override
        public boolean discards() {
            return false;
        }

        @Override
        public boolean onPong(ByteBuffer payload) {
            return false;
        }

        @Override
        public void onEof() {}

        @Override
        public void onWritten() {}

        @Override
        public void onFailure(Throwable cause) {}

        @Override
        public void onClosed() {}

        @Override
        public void onInput(boolean active) {}

        @Override
        public void corkTurn() {}

        @Override
        public void endTurn() {}

        @Override
        public void uncork() {}

        @Override
        public void flushReplies() {}

        @Override
        public void configure(InboundProtocol protocol) {}

        @Override
        public void onReaderEnded() {}

        @Override
        public void onReading() {}

        @Override
        public void cork() {}

        @Override
        public void before(LaneEvent event) {}

        @Override
        public void after(LaneEvent event) {}

        @Override
        public void onPing(ByteBuffer payload) {}

        @Override
        public void onPeerClose(CloseStatus status) {}

        @Override
        public void onViolation(Violation violation) {}

        @Override
        public void onMessage() {}
    }
}
