// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** One of Tomcat's sockets that keeps who writes to it until the test lets go, and processes nothing. */
final class HeldSocket extends SocketWrapperBase<NioChannel> {
    /** What it was asked to process. */
    final BlockingQueue<SocketEvent> events = new LinkedBlockingQueue<>();

    private final Semaphore entered = new Semaphore(0);
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private final CountDownLatch registered = new CountDownLatch(1);
    private final AtomicBoolean full = new AtomicBoolean();

    HeldSocket() {
        super(new NioChannel(new SocketBufferHandler(16, 16, false)), new NioEndpoint());
        socketBufferHandler = getSocket().getBufHandler();
    }

    /** Waits until somebody is in a write. */
    void awaitWriter() throws InterruptedException {
        if (!entered.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody writes");
        }
    }

    void letGo() {
        held.countDown();
    }

    /** The next flush leaves something behind, and who asks for the call that follows is kept as well. */
    void fill() {
        full.set(true);
    }

    /** Waits until somebody has asked for the call that follows a full socket. */
    void awaitRegistered() throws InterruptedException {
        if (!registered.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody has asked");
        }
    }

    int writes() {
        return writes.get();
    }

    @Override
    public void processSocket(SocketEvent event, boolean dispatch) {
        events.add(event);
    }

    @Override
    protected void doWrite(boolean block, ByteBuffer from) {
        writes.incrementAndGet();
        from.position(from.limit());
        if (!full.get()) {
            entered.release();
            awaitRelease();
        }
    }

    private void awaitRelease() {
        try {
            if (!held.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("never let go");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected boolean flushNonBlocking() {
        ByteBuffer buffer = socketBufferHandler.getWriteBuffer();
        if (!socketBufferHandler.isWriteBufferEmpty()) {
            socketBufferHandler.configureWriteBufferForRead();
            doWrite(false, buffer);
        }
        return full.get();
    }

    @Override
    public int read(boolean block, byte[] b, int off, int len) {
        return 0;
    }

    @Override
    public int read(boolean block, ByteBuffer to) {
        return 0;
    }

    @Override
    public boolean isReadyForRead() {
        return false;
    }

    @Override
    public void setAppReadBufHandler(ApplicationBufferHandler handler) {}

    @Override
    protected void doClose() {}

    @Override
    public void registerReadInterest() {}

    @Override
    public void registerWriteInterest() {
        full.set(false);
        registered.countDown();
        awaitRelease();
    }

    @Override
    public SendfileDataBase createSendfileData(String filename, long pos, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SendfileState processSendfile(SendfileDataBase sendfileData) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void doClientAuth(SSLSupport sslSupport) {}

    @Override
    public SSLSupport getSslSupport() {
        return null;
    }

    @Override
    protected <A> OperationState<A> newOperationState(
            boolean read,
            ByteBuffer[] buffers,
            int offset,
            int length,
            BlockingMode block,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionCheck check,
            CompletionHandler<Long, ? super A> handler,
            Semaphore semaphore,
            VectoredIOCompletionHandler<A> completion) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void populateRemoteHost() {}

    @Override
    protected void populateRemoteAddr() {}

    @Override
    protected void populateRemotePort() {}

    @Override
    protected void populateLocalName() {}

    @Override
    protected void populateLocalAddr() {}

    @Override
    protected void populateLocalPort() {}
}
