// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sends to a peer that does not read: what fails, when, and how often it is told. */
class SendTimeoutTest {
    private static final int LARGE = 1024 * 1024;

    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.builder()
            .parameter("dev.tautline.sendTimeout", "500")
            .parameter("dev.tautline.outboundLimit", String.valueOf(64 * LARGE))
            .start();

    /** A client that reads the handshake and nothing more. */
    private static WireClient deaf(Recorder server) {
        WireClient client =
                APPLICATION.wire(APPLICATION.serve(server)).buffers(16 * 1024).open();
        server.session();
        return client;
    }

    private static ByteBuffer large() {
        return ByteBuffer.allocate(LARGE);
    }

    @Test
    @Section("2.1.4")
    @DisplayName(
            "Async.setSendTimeout: futures and handlers of what was not written fail, each once, and the session ends")
    void async() throws Exception {
        Recorder server = new Recorder();
        try (WireClient deaf = deaf(server)) {
            Session session = server.session();
            RemoteEndpoint.Async remote = session.getAsyncRemote();
            remote.setSendTimeout(300);
            assertEquals(300, remote.getSendTimeout());
            List<AtomicInteger> told = new ArrayList<>();
            BlockingQueue<SendResult> results = new LinkedBlockingQueue<>();
            List<Future<Void>> futures = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                AtomicInteger count = new AtomicInteger();
                told.add(count);
                remote.sendBinary(large(), result -> {
                    count.incrementAndGet();
                    results.add(result);
                });
                futures.add(remote.sendBinary(large()));
            }
            int failed = 0;
            for (int i = 0; i < 20; i++) {
                SendResult result = Recorder.next("result", results);
                assertSame(session, result.getSession());
                if (!result.isOK()) {
                    failed++;
                    assertInstanceOf(IOException.class, result.getException());
                }
            }
            assertTrue(failed > 0, "a peer that does not read makes sends fail");
            assertInstanceOf(IOException.class, failure(futures.get(19)));
            futures.forEach(future -> assertTrue(isEnded(future)));
            assertEquals(1006, server.closeCode());
            assertEquals(1, server.closes());
            assertEquals(0, Await.untilStill("results that come twice", results::size));
            told.forEach(count -> assertEquals(1, count.get(), "results of one send"));
            deaf.expectGone();
        }
    }

    private static Throwable failure(Future<?> send) {
        return assertThrows(CompletionException.class, () -> Await.result("a send", send))
                .getCause();
    }

    private static boolean isEnded(Future<?> send) {
        Await.until("the future ends", send::isDone);
        return true;
    }

    @Test
    @Section("2.1.4")
    @DisplayName("the timeout is each message's: it holds as it was when the message was sent")
    void perMessage() throws Exception {
        Recorder server = new Recorder();
        try (WireClient deaf = deaf(server)) {
            RemoteEndpoint.Async remote = server.session().getAsyncRemote();
            List<Future<Void>> patient = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                patient.add(remote.sendBinary(large()));
            }
            Await.untilStill(
                    "sends that are done",
                    () -> patient.stream().filter(Future::isDone).count());
            assertFalse(patient.get(47).isDone(), "without a timeout a send waits for its peer");
            assertTrue(server.session().isOpen());
            remote.setSendTimeout(200);
            Future<Void> impatient = remote.sendText("late");
            remote.setSendTimeout(0);
            assertInstanceOf(IOException.class, failure(impatient));
            assertInstanceOf(IOException.class, failure(patient.get(47)));
            assertEquals(1006, server.closeCode());
            deaf.expectGone();
        }
    }

    /** Blocking ways to send. */
    enum Way {
        TEXT {
            @Override
            void send(RemoteEndpoint.Basic remote) throws IOException {
                remote.sendText("x".repeat(LARGE));
            }
        },
        BINARY {
            @Override
            void send(RemoteEndpoint.Basic remote) throws IOException {
                remote.sendBinary(large());
            }
        },
        PART {
            @Override
            void send(RemoteEndpoint.Basic remote) throws IOException {
                remote.sendBinary(large(), false);
            }
        },
        STREAM {
            @Override
            void send(RemoteEndpoint.Basic remote) throws IOException {
                try (OutputStream stream = remote.getSendStream()) {
                    stream.write(new byte[LARGE]);
                }
            }
        },
        WRITER {
            @Override
            void send(RemoteEndpoint.Basic remote) throws IOException {
                try (Writer writer = remote.getSendWriter()) {
                    writer.write("x".repeat(LARGE));
                }
            }
        };

        abstract void send(RemoteEndpoint.Basic remote) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @Section("2.1.4")
    @DisplayName("a blocking send that cannot finish ends with an IOException that says why, and the session with it")
    void blocking(Way way) throws Exception {
        Recorder server = new Recorder();
        try (WireClient client = deaf(server)) {
            RemoteEndpoint.Basic remote = server.session().getBasicRemote();
            IOException failure = assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100; i++) {
                    way.send(remote);
                }
            });
            assertTrue(String.valueOf(failure.getMessage()).contains("500 ms"), "not clear: " + failure);
            assertEquals(1006, server.closeCode());
            assertEquals(1, server.closes());
            assertThrows(IOException.class, () -> way.send(remote));
            client.expectGone();
        }
    }

    @Test
    @Section("2.1.4")
    @DisplayName("the client's blocking send ends by the property of its endpoint too")
    void client() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        Recorder server = new Recorder().onText((session, text) -> {
            if (!read.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Nobody has gone on");
            }
        });
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        config.getUserProperties().put("dev.tautline.sendTimeout", 400);
        Recorder client = new Recorder();
        Pair.connect(client, config, APPLICATION.uri(APPLICATION.serve(server)));
        RemoteEndpoint.Basic remote = client.session().getBasicRemote();
        remote.sendText("stop reading");
        IOException failure = assertThrows(IOException.class, () -> {
            for (int i = 0; i < 200; i++) {
                remote.sendBinary(large());
            }
        });
        assertTrue(String.valueOf(failure.getMessage()).contains("400 ms"), "not clear: " + failure);
        assertEquals(1006, client.closeCode());
        read.countDown();
        assertEquals(1006, server.closeCode());
    }

    @Test
    @Section({"2.1.4", "5.2.3"})
    @DisplayName("when the connection dies in between, every send is told so once")
    void reset() throws Exception {
        Recorder server = new Recorder();
        AtomicInteger told = new AtomicInteger();
        BlockingQueue<SendResult> results = new LinkedBlockingQueue<>();
        List<Future<Void>> futures = new ArrayList<>();
        try (WireClient client = deaf(server)) {
            RemoteEndpoint.Async remote = server.session().getAsyncRemote();
            for (int i = 0; i < 15; i++) {
                remote.sendBinary(large(), result -> {
                    told.incrementAndGet();
                    results.add(result);
                });
                futures.add(remote.sendBinary(large()));
            }
            Await.untilStill("sends that are done", told::get);
            client.reset();
        }
        SendResult last = null;
        for (int i = 0; i < 15; i++) {
            last = Recorder.next("result", results);
        }
        assertNotNull(last);
        assertFalse(last.isOK());
        assertInstanceOf(IOException.class, failure(futures.get(14)));
        assertEquals(1006, server.closeCode());
        assertEquals(15, Await.untilStill("results that come twice", told::get));
        assertEquals(1, server.closes());
    }
}
