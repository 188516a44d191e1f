// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RemoteTest {
    /** Fails for "bad". */
    public static class ThreadEncoder implements Encoder.Text<Thread> {
        @Override
        public String encode(Thread object) throws EncodeException {
            if (object.getName().equals("bad")) {
                throw new EncodeException(object, "bad");
            }
            return "thread " + object.getName();
        }
    }

    private static SessionFixture.Setup setup() {
        SessionFixture.Setup setup = new SessionFixture.Setup();
        setup.encoders = List.of(ThreadEncoder.class);
        return setup;
    }

    private final SessionFixture fixture = new SessionFixture(setup()).started();
    private final RemoteEndpoint.Basic basic = fixture.session.getBasicRemote();
    private final RemoteEndpoint.Async async = fixture.session.getAsyncRemote();
    private final List<SendResult> results = new ArrayList<>();
    private final SendHandler handler = results::add;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static Thread named(String name) {
        return new Thread(() -> {}, name);
    }

    private static void assertFailed(Class<? extends Throwable> cause, Future<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
        assertInstanceOf(cause, failure.getCause());
    }

    @Test
    void nullArgumentsAreIllegal() {
        List<Executable> calls = List.of(
                () -> basic.sendText(null),
                () -> basic.sendText(null, true),
                () -> basic.sendBinary(null),
                () -> basic.sendBinary(null, true),
                () -> basic.sendObject(null),
                () -> basic.sendPing(null),
                () -> basic.sendPong(null),
                () -> async.sendText(null),
                () -> async.sendText(null, handler),
                () -> async.sendText("x", null),
                () -> async.sendBinary(null),
                () -> async.sendBinary(null, handler),
                () -> async.sendBinary(bytes("x"), null),
                () -> async.sendObject(null),
                () -> async.sendObject(null, handler),
                () -> async.sendObject("x", null),
                () -> async.sendPing(null),
                () -> async.sendPong(null));
        for (int i = 0; i < calls.size(); i++) {
            assertThrows(IllegalArgumentException.class, calls.get(i), "call " + i);
        }
        assertEquals("", fixture.sent());
        assertEquals(List.of(), results);
    }

    @Test
    void controlFramesHaveAtMost125Bytes() throws IOException {
        basic.sendPing(ByteBuffer.allocate(125));
        async.sendPong(ByteBuffer.allocate(125));
        assertEquals(2 * 127, fixture.transport.takeSent().length);
        assertThrows(IllegalArgumentException.class, () -> basic.sendPing(ByteBuffer.allocate(126)));
        assertThrows(IllegalArgumentException.class, () -> async.sendPong(ByteBuffer.allocate(126)));
        assertEquals("", fixture.sent());
        assertTrue(fixture.session.isOpen());
    }

    @Test
    void sendsPingsAndPongs() throws IOException {
        basic.sendPing(bytes("a"));
        async.sendPing(bytes("b"));
        basic.sendPong(bytes("c"));
        async.sendPong(ByteBuffer.allocate(0));
        assertEquals("ping \"a\"\nping \"b\"\npong \"c\"\npong \"\"", fixture.sent());
    }

    @Test
    void basicSendsWholeMessages() throws Exception {
        ByteBuffer data = bytes("-b-").position(1).limit(2);
        basic.sendText("a");
        basic.sendBinary(data);
        basic.sendObject(named("x"));
        basic.sendObject(42);
        basic.sendObject('c');
        basic.sendObject(new byte[] {1});
        assertEquals("text \"a\"\nbinary 62\ntext \"thread x\"\ntext \"42\"\ntext \"c\"\nbinary 01", fixture.sent());
    }

    @Test
    void encodersFaultIsTheCallersAndTheSessionGoesOn() throws Exception {
        assertThrows(EncodeException.class, () -> basic.sendObject(named("bad")));
        assertThrows(EncodeException.class, () -> basic.sendObject(List.of()));
        assertFailed(EncodeException.class, async.sendObject(named("bad")));
        async.sendObject(named("bad"), handler);
        assertInstanceOf(EncodeException.class, results.get(0).getException());
        assertFalse(results.get(0).isOK());
        basic.sendText("on");
        assertEquals("text \"on\"", fixture.sent());
    }

    @Test
    void partsMakeOneMessage() throws IOException {
        basic.sendText("a", false);
        basic.sendText("b", true);
        basic.sendBinary(bytes("c"), false);
        basic.sendBinary(bytes(""), true);
        basic.sendText("d", true);
        assertEquals(
                "part text \"a\"\ncontinuation \"b\"\npart binary 63\ncontinuation \"\"\ntext \"d\"", fixture.sent());
    }

    @Test
    void otherKindInsideAMessageIsRefused() throws IOException {
        basic.sendText("a", false);
        assertThrows(IllegalStateException.class, () -> basic.sendBinary(bytes("b"), true));
        basic.sendText("c", true);
        assertEquals("part text \"a\"\ncontinuation \"c\"", fixture.sent());
    }

    @Test
    void surrogatePairAcrossPartsIsOneCharacter() throws IOException {
        String smile = "\uD83D\uDE00";
        basic.sendText("a" + smile.charAt(0), false);
        basic.sendText(smile.substring(1) + "b", true);
        assertEquals("part text \"a\"\ncontinuation \"" + smile + "b\"", fixture.sent());
        basic.sendText("c", true);
        assertEquals("text \"c\"", fixture.sent());
    }

    @Test
    void writerKeepsSurrogatePairsTogether() throws IOException {
        String smile = "\uD83D\uDE00";
        try (Writer writer = basic.getSendWriter()) {
            writer.write("a");
            writer.write(smile.charAt(0));
            writer.flush();
            writer.flush();
            writer.write(smile.charAt(1));
        }
        assertEquals("part text \"a\"\ncontinuation \"" + smile + "\"", fixture.sent());
    }

    @Test
    void writerSendsPartsAsItFills() throws IOException {
        String text = "x".repeat(20_000);
        Writer writer = basic.getSendWriter();
        for (int i = 0; i < 20_000; i += 1000) {
            writer.write(text, i, 1000);
        }
        assertTrue(fixture.transport.takeSent().length > 8192);
        writer.close();
        writer.close();
        assertTrue(fixture.sent().startsWith("continuation"));
        assertThrows(IOException.class, () -> writer.write("late"));
        assertThrows(IOException.class, writer::flush);
    }

    @Test
    void emptyWriterAndStreamSendEmptyMessages() throws IOException {
        basic.getSendWriter().close();
        basic.getSendStream().close();
        assertEquals("text \"\"\nbinary", fixture.sent().strip());
    }

    @Test
    void streamSendsPartsAsItFills() throws IOException {
        byte[] all = new byte[20_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) ('a' + i % 26);
        }
        OutputStream stream = basic.getSendStream();
        stream.write(all[0]);
        stream.write(all, 1, all.length - 1);
        stream.close();
        stream.close();
        assertThrows(IOException.class, () -> stream.write(1));
        assertThrows(IOException.class, () -> stream.write(all, 0, 1));
        String frames = fixture.sent();
        List<String> lines = frames.lines().toList();
        assertEquals(3, lines.size());
        assertTrue(lines.get(0).startsWith("part binary "), lines.get(0));
        assertTrue(lines.get(1).startsWith("part continuation "), lines.get(1));
        assertTrue(lines.get(2).startsWith("continuation "), lines.get(2));
        String first = new String(HexFormat.of().parseHex(lines.get(0).substring("part binary ".length())), UTF_8);
        String rest = (lines.get(1) + lines.get(2)).replaceAll("part |continuation |\"", "");
        assertEquals(new String(all, UTF_8), first + rest);
    }

    @Test
    void flushedStreamSendsWhatItHas() throws IOException {
        OutputStream stream = basic.getSendStream();
        stream.flush();
        stream.write(1);
        stream.flush();
        assertEquals("part binary 01", fixture.sent());
        stream.close();
        assertEquals("continuation \"\"", fixture.sent());
    }

    @Test
    void handlerHearsOnceUnderTheApplicationsLoader() {
        List<ClassLoader> loaders = new ArrayList<>();
        async.sendText("a", result -> {
            results.add(result);
            loaders.add(Thread.currentThread().getContextClassLoader());
        });
        async.sendBinary(bytes("b"), handler);
        async.sendObject(7, handler);
        assertEquals("text \"a\"\nbinary 62\ntext \"7\"", fixture.sent());
        assertEquals(3, results.size());
        assertTrue(results.stream().allMatch(SendResult::isOK));
        assertTrue(results.stream().allMatch(result -> result.getException() == null));
        assertTrue(results.stream().allMatch(result -> result.getSession() == fixture.session));
        assertEquals(List.of(fixture.loader), loaders);
    }

    @Test
    void failingHandlerHarmsNobody() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        async.sendText("a", result -> {
            throw new IllegalStateException("in onResult");
        });
        async.sendText("b", handler);
        assertEquals("text \"a\"\ntext \"b\"", fixture.sent());
        assertEquals(1, results.size());
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void futureIsDoneWhenTheMessageIsWritten() throws Exception {
        fixture.transport.window(3);
        Future<Void> first = async.sendText("a");
        Future<Void> second = async.sendBinary(bytes("b"));
        fixture.runtime.runAll();
        assertTrue(first.isDone());
        assertNull(first.get());
        assertFalse(second.isDone());
        fixture.transport.openWindow(100);
        fixture.runtime.runAll();
        assertNull(second.get(10, TimeUnit.SECONDS));
        assertNull(async.sendObject("c").get(10, TimeUnit.SECONDS));
    }

    @Test
    void bufferIsTheCallersAgainAfterAnAsynchronousSend() {
        fixture.transport.window(0);
        ByteBuffer data = bytes("b");
        Future<Void> sent = async.sendBinary(data);
        data.put(0, (byte) 'x');
        fixture.transport.openWindow(100);
        assertEquals("binary 62", fixture.sent());
        assertTrue(sent.isDone());
    }

    @Test
    void waitingForAFutureInsideACallbackEnds() throws Exception {
        List<String> events = fixture.endpoint.events;
        fixture.session.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {
            try {
                Future<Void> first = async.sendText(message + 1);
                async.sendText(message + 2).get(60, TimeUnit.SECONDS);
                assertTrue(first.isDone());
                events.add(fixture.transport.takeFrames());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        fixture.transport.receive(Frames.text("m", true));
        FutureTask<Void> lane = new FutureTask<>(fixture.runtime::runAll, null);
        Thread worker = new Thread(lane);
        worker.start();
        FutureTask<Void> helper = new FutureTask<>(
                () -> {
                    while (worker.isAlive()) {
                        fixture.runtime.runAll();
                        Thread.onSpinWait();
                    }
                },
                null);
        new Thread(helper).start();
        lane.get(90, TimeUnit.SECONDS);
        helper.get(90, TimeUnit.SECONDS);
        assertEquals(List.of("open", "text \"m1\"\ntext \"m2\""), fixture.endpoint.take());
    }

    @Test
    void sendsOfACallbackLeaveTogether() {
        fixture.session.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {
            for (int i = 0; i < 10; i++) {
                assertDoesNotThrow(() -> basic.sendText(message));
            }
        });
        int before = fixture.transport.writes();
        fixture.receive(Frames.text("a", true), Frames.text("b", true));
        assertEquals(20, fixture.sent().lines().count());
        assertEquals(1, fixture.transport.writes() - before);
    }

    @Test
    void asynchronousSendThatFindsTheQueueFullFailsAlone() {
        SessionFixture.Setup small = setup();
        small.options = ConnectionOptions.builder(Role.SERVER).outboundLimit(10);
        SessionFixture full = new SessionFixture(small).started();
        full.transport.window(0);
        RemoteEndpoint.Async remote = full.session.getAsyncRemote();
        remote.sendText("0123456789", handler);
        remote.sendText("0123456789", handler);
        remote.sendText("0123456789", handler);
        full.runtime.runAll();
        assertEquals(1, results.stream().filter(result -> !result.isOK()).count() / Math.max(1, results.size()));
        int failed = results.size();
        assertTrue(failed >= 1);
        full.transport.openWindow(1000);
        full.runtime.runAll();
        assertEquals(3, results.size());
        assertEquals(failed, results.stream().filter(result -> !result.isOK()).count());
        assertTrue(full.session.isOpen());
    }

    @Test
    void lateSendFailsOnceAndEndsTheConnection() {
        assertEquals(0, async.getSendTimeout());
        async.setSendTimeout(500);
        assertEquals(500, async.getSendTimeout());
        fixture.transport.window(0);
        async.sendText("a", handler);
        fixture.advance(Duration.ofMillis(499));
        assertEquals(List.of(), results);
        fixture.advance(Duration.ofMillis(1));
        assertEquals(1, results.size());
        assertInstanceOf(IOException.class, results.get(0).getException());
        assertTrue(results.get(0).getException().getMessage().contains("500 ms"));
        fixture.transport.openWindow(100);
        fixture.advance(Duration.ofSeconds(60));
        assertEquals(1, results.size());
        assertFalse(fixture.session.isOpen());
        assertEquals(List.of("open", "close 1006 ''"), fixture.endpoint.take());
    }

    @Test
    void sendInTimeLeavesNoTimer() {
        async.setSendTimeout(500);
        int before = fixture.runtime.timers().scheduled();
        async.sendText("a", handler);
        fixture.runtime.runAll();
        assertEquals(1, results.size());
        assertEquals(before, fixture.runtime.timers().scheduled());
        fixture.advance(Duration.ofSeconds(1));
        assertTrue(fixture.session.isOpen());
    }

    @Test
    void waitingSendsFailOnceWhenTheConnectionBreaks() {
        fixture.transport.window(0);
        async.setSendTimeout(10_000);
        async.sendText("a", handler);
        async.sendText("b", handler);
        Future<Void> future = async.sendBinary(bytes("c"));
        fixture.transport.reset();
        fixture.runtime.runAll();
        assertEquals(2, results.size());
        assertTrue(results.stream().noneMatch(SendResult::isOK));
        assertFailed(IOException.class, future);
        fixture.advance(Duration.ofSeconds(20));
        assertEquals(2, results.size());
    }

    @Test
    void sendsAfterCloseFail() throws Exception {
        fixture.session.close();
        assertThrows(IOException.class, () -> basic.sendText("a"));
        assertThrows(IOException.class, () -> basic.sendBinary(bytes("b"), false));
        assertThrows(IOException.class, () -> basic.sendPing(bytes("c")));
        assertFailed(ClosedChannelException.class, async.sendText("d"));
        async.sendText("e", handler);
        fixture.runtime.runAll();
        assertFalse(results.get(0).isOK());
        fixture.receive(Frames.close(1000, "", true));
        assertEquals("close 1000 \"\"", fixture.sent());
        assertThrows(IOException.class, () -> basic.sendText("a"));
        assertFailed(ClosedChannelException.class, async.sendText("d"));
        assertThrows(IllegalStateException.class, () -> fixture.session.getBasicRemote());
    }

    @Test
    void blockingSendGivesUpAfterTheSendTimeout() throws Exception {
        fixture.transport.window(0);
        int timers = fixture.runtime.timers().scheduled();
        FutureTask<Void> send = new FutureTask<>(() -> {
            basic.sendText("a");
            return null;
        });
        new Thread(send).start();
        CountDownLatch waits = new CountDownLatch(1);
        Thread watcher = new Thread(() -> {
            while (fixture.runtime.timers().scheduled() == timers) {
                Thread.onSpinWait();
            }
            waits.countDown();
        });
        watcher.start();
        assertTrue(waits.await(60, TimeUnit.SECONDS));
        fixture.advance(Duration.ofSeconds(20));
        ExecutionException failure = assertThrows(ExecutionException.class, () -> send.get(60, TimeUnit.SECONDS));
        assertInstanceOf(IOException.class, failure.getCause());
        assertTrue(
                failure.getCause().getMessage().contains("20000 ms"),
                failure.getCause().getMessage());
        fixture.runtime.runAll();
        assertEquals(List.of("open", "close 1006 ''"), fixture.endpoint.take());
    }

    @Test
    void batchIsKeptUntilItIsFlushed() throws Exception {
        assertFalse(basic.getBatchingAllowed());
        basic.setBatchingAllowed(true);
        assertTrue(basic.getBatchingAllowed());
        basic.sendText("a");
        Future<Void> second = async.sendText("b");
        assertEquals("", fixture.sent());
        assertFalse(second.isDone());
        basic.flushBatch();
        assertEquals("text \"a\"\ntext \"b\"", fixture.sent());
        assertTrue(second.isDone());
        basic.sendText("c");
        basic.setBatchingAllowed(false);
        assertEquals("text \"c\"", fixture.sent());
        basic.sendText("d");
        assertEquals("text \"d\"", fixture.sent());
    }

    @Test
    void batchingIsOfBothRemotes() throws Exception {
        basic.setBatchingAllowed(true);
        assertTrue(async.getBatchingAllowed());
        async.setBatchingAllowed(true);
        basic.sendText("a");
        assertEquals("", fixture.sent());
        async.setBatchingAllowed(false);
        assertFalse(basic.getBatchingAllowed());
        assertEquals("text \"a\"", fixture.sent());
    }

    @Test
    void closeSendsTheBatchFirst() throws Exception {
        basic.setBatchingAllowed(true);
        basic.sendText("a");
        fixture.session.close();
        assertEquals("text \"a\"\nclose 1000 \"\"", fixture.sent());
    }
}
