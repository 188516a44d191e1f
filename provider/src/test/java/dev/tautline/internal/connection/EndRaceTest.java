// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.extension.PayloadDecoder;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection ends in one thread while another is in the middle of reading or writing. */
class EndRaceTest {
    private final MemoryTransport transport = new MemoryTransport().runsCallbacks(false);
    private final TestRuntime runtime = new TestRuntime();
    private final List<String> events = new CopyOnWriteArrayList<>();

    private static void elsewhere(Runnable act) {
        Thread thread = new Thread(act);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection open(Transport over, NegotiatedExtensions extensions, Delivery delivery) {
        ConnectionListener listener = (ConnectionListener) Proxy.newProxyInstance(
                ConnectionListener.class.getClassLoader(),
                new Class<?>[] {ConnectionListener.class},
                (proxy, method, arguments) -> {
                    events.add(method.getName());
                    return null;
                });
        Connection connection =
                new Connection(over, ConnectionOptions.builder(Role.SERVER).build(), extensions, runtime, listener);
        connection.textDelivery(delivery);
        connection.start();
        runtime.runAll();
        return connection;
    }

    /** Tells when a payload is decoded, and when nothing will be any more. */
    private record TellingDecoder(Runnable decoding, Runnable closing) implements PayloadDecoder {
        @Override
        public int rsv() {
            return 0b100;
        }

        @Override
        public boolean begin(int rsv) {
            return rsv != 0;
        }

        @Override
        public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) {
            decoding.run();
            out.put(in);
            return true;
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    @DisplayName("nothing comes behind onClose, whatever a reader was about to tell")
    void onCloseIsLast(Delivery delivery) throws InterruptedException {
        CountDownLatch decoding = new CountDownLatch(1);
        CountDownLatch locked = new CountDownLatch(1);
        NegotiatedExtensions extensions = new NegotiatedExtensions(
                List.of(),
                new TellingDecoder(
                        () -> {
                            decoding.countDown();
                            await(locked);
                        },
                        () -> {}),
                NegotiatedExtensions.NONE.encoder(),
                null);
        Connection connection = open(transport, extensions, delivery);
        byte[] message = Frames.frame(0xC1, "too late".getBytes(StandardCharsets.US_ASCII), true);
        Thread reader = new Thread(() -> transport.receive(message));
        reader.start();
        await(decoding);
        ReentrantLock lock = connection.core.lock;
        lock.lock();
        try {
            locked.countDown();
            // It has seen that the message is wanted, and waits to tell of it.
            while (!lock.hasQueuedThread(reader)) {
                Thread.onSpinWait();
            }
            transport.loseLease();
            transport.reset();
        } finally {
            lock.unlock();
        }
        reader.join();
        runtime.runAll();
        assertEquals(List.of("onOpen", "onError", "onClose"), events);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("a reset that a write is told of is an error, though the reader has seen a mere end")
    void aResetThatTheWriterSees() {
        Transport writing = (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("write")) {
                        return method.invoke(transport, arguments);
                    }
                    elsewhere(transport::eof);
                    transport.reset();
                    return false;
                });
        open(writing, NegotiatedExtensions.NONE, Delivery.WHOLE).sendText("lost", true, null, null);
        runtime.runAll();
        assertEquals(List.of("onOpen", "onError", "onClose"), events);
    }

    @Test
    @DisplayName(
            "who is told of the end of the input closes the decoder, and nobody beside it: another connection may have its inflater already")
    void theDecoderIsClosedOnce() {
        AtomicInteger closed = new AtomicInteger();
        PayloadDecoder decoder = new TellingDecoder(() -> {}, closed::incrementAndGet);
        open(
                transport,
                new NegotiatedExtensions(List.of(), decoder, NegotiatedExtensions.NONE.encoder(), null),
                Delivery.WHOLE);
        transport.eof();
        runtime.runAll();
        assertEquals(List.of("onOpen", "onClose"), events);
        assertEquals(1, closed.get());
    }
}
