// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import dev.tautline.internal.transport.Blocking;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs a loop, or a callback whose loop has been taken away, or waits as a spare. Daemon: open connections alone don't keep
 * a JVM alive, whoever listens does. Inherits no thread-locals, and its context class loader is ours, so that it pins no web
 * application; user code gets its deployment's loader from the layers above.
 */
final class LoopThread extends Thread implements Blocking.LeasingThread {
    private final SpareThreads spares;
    private volatile @Nullable ChannelLoop assignment;

    // The last turn that this thread has begun. This thread only.
    private @Nullable ChannelLoop turnLoop;
    private long turn;

    LoopThread(SpareThreads spares, String name) {
        super(null, null, name, 0, false);
        this.spares = spares;
        setDaemon(true);
        setContextClassLoader(LoopThread.class.getClassLoader());
    }

    @Override
    public void run() {
        ChannelLoop loop = spares.firstLoop(this);
        while (loop != null) {
            loop.run(this);
            loop = spares.nextLoop(this);
        }
    }

    /** Makes this thread the owner of {@code loop}; it waits for that. */
    void assign(ChannelLoop loop) {
        assignment = loop;
        LockSupport.unpark(this);
    }

    @Nullable ChannelLoop takeAssignment() {
        ChannelLoop loop = assignment;
        if (loop != null) {
            assignment = null;
        }
        return loop;
    }

    void beginsTurn(ChannelLoop loop, long number) {
        turnLoop = loop;
        turn = number;
    }

    /** A turn that is over can't be surrendered: the lease word has gone on. */
    @Override
    public void surrender() {
        ChannelLoop loop = turnLoop;
        if (loop != null) {
            loop.steal(turn);
        }
    }
}
