// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A call of the application that has a message in parts open: what else it sent in parts would wait for itself. A call into the application ends by
 * {@link #end}, and the next one on its thread is another; where we don't make the calls, on the application's own threads, a thread is one call. Known here only
 * while a message is open, so that threads are not held.
 */
public final class OpenCall {
    private static final ConcurrentHashMap<Thread, OpenCall> CALLS = new ConcurrentHashMap<>();

    private final Thread thread;
    /** Messages that it has open. Changed only where the map computes the entry of its thread. */
    private int messages;

    private OpenCall(Thread thread) {
        this.thread = thread;
    }

    /** The current call has one more message open. */
    static OpenCall opens() {
        return CALLS.compute(Thread.currentThread(), (thread, known) -> {
            OpenCall call = known == null ? new OpenCall(thread) : known;
            call.messages++;
            return call;
        });
    }

    /** One of its messages has ended, or another call goes on with it. Any thread, once for each {@link #opens}. */
    void lets() {
        CALLS.computeIfPresent(thread, (of, known) -> known == this && --messages == 0 ? null : known);
    }

    /** Whether this is the current call. */
    static boolean isCurrent(@Nullable OpenCall call) {
        return call != null && call == CALLS.get(Thread.currentThread());
    }

    /** Whether a call of the thread has a message open. */
    static boolean isKnown(Thread thread) {
        return CALLS.containsKey(thread);
    }

    /** A call into the application, made by the current thread and not from within another one, has returned. */
    public static void end() {
        if (!CALLS.isEmpty()) {
            CALLS.remove(Thread.currentThread());
        }
    }
}
