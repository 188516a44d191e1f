// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.runtime.EngineRuntime;
import java.util.concurrent.locks.ReentrantLock;

/** The runtime as long as a client's socket lives: all sockets together are one owner. Any thread. */
final class ClientRuntime {
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Guarded by {@link #LOCK}, as is {@link #owner}; another owner each time that there are sockets again. */
    private static int sockets;

    private static Object owner = new Object();

    private ClientRuntime() {}

    /** For one more socket. */
    static EngineRuntime acquire() {
        LOCK.lock();
        try {
            if (sockets == 0) {
                owner = new Object();
            }
            EngineRuntime runtime = EngineRuntime.acquire(owner);
            sockets++;
            return runtime;
        } finally {
            LOCK.unlock();
        }
    }

    /** One socket less. Does not wait for threads, of which the calling one may be one. */
    static void release() {
        Object last;
        LOCK.lock();
        try {
            sockets--;
            if (sockets > 0) {
                return;
            }
            last = owner;
        } finally {
            LOCK.unlock();
        }
        Thread releaser = new Thread(() -> EngineRuntime.release(last), "tautline-client-release");
        releaser.setDaemon(true);
        releaser.setContextClassLoader(ClientRuntime.class.getClassLoader());
        releaser.start();
    }
}
