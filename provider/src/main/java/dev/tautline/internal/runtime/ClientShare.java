// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import dev.tautline.internal.transport.DetachedThreads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The runtime as long as one client connection lives, of either face: all of them together are one owner. When an application stops, its client
 * connections are told to go away. Any thread may call any method.
 */
public final class ClientShare {
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Guarded by {@link #LOCK}, as is {@link #owner}; another owner each time that there are connections again. */
    private static final Set<ClientShare> SHARES = new HashSet<>();

    private static Object owner = new Object();

    private final EngineRuntime runtime;
    private final @Nullable ClassLoader application;
    private final Runnable goAway;
    private final CompletableFuture<@Nullable Void> released = new CompletableFuture<>();

    private ClientShare(EngineRuntime runtime, @Nullable ClassLoader application, Runnable goAway) {
        this.runtime = runtime;
        this.application = application;
        this.goAway = goAway;
    }

    /**
     * For one more connection.
     *
     * @param application the class loader of the application that it belongs to, {@code null} for the platform's
     * @param goAway begins its end when the application stops; {@link #release} follows. Called without a lock
     */
    public static ClientShare acquire(@Nullable ClassLoader application, Runnable goAway) {
        LOCK.lock();
        try {
            if (SHARES.isEmpty()) {
                owner = new Object();
            }
            ClientShare share =
                    new ClientShare(EngineRuntime.acquire(owner), application, Objects.requireNonNull(goAway));
            SHARES.add(share);
            return share;
        } finally {
            LOCK.unlock();
        }
    }

    /** The runtime, valid until {@link #release}. */
    public EngineRuntime runtime() {
        return runtime;
    }

    /** One connection less. Does not wait for threads, of which the calling one may be one. Idempotent. */
    public void release() {
        Object last = null;
        LOCK.lock();
        try {
            if (SHARES.remove(this) && SHARES.isEmpty()) {
                last = owner;
            }
        } finally {
            LOCK.unlock();
        }
        if (last != null && !EngineRuntime.releaseUnlessLast(last)) {
            releaseLast(last);
        }
        released.complete(null);
    }

    /** Nobody's application: one that stops has a share of its own until it has waited for {@link #released}. */
    private static void releaseLast(Object last) {
        Thread releaser = DetachedThreads.make(
                () -> new Thread(null, () -> EngineRuntime.release(last), "tautline-client-release", 0, false));
        releaser.setDaemon(true);
        releaser.setContextClassLoader(ClientShare.class.getClassLoader());
        releaser.start();
    }

    /**
     * An application stops: its connections go away.
     *
     * @return completes when the last of them is released
     */
    public static CompletableFuture<?> end(ClassLoader application) {
        List<ClientShare> ending = new ArrayList<>();
        LOCK.lock();
        try {
            for (ClientShare share : SHARES) {
                if (share.application == application) {
                    ending.add(share);
                }
            }
        } finally {
            LOCK.unlock();
        }
        ending.forEach(share -> share.goAway.run());
        return CompletableFuture.allOf(
                ending.stream().map(share -> share.released).toArray(CompletableFuture[]::new));
    }
}
