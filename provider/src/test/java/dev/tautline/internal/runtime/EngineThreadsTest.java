// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class EngineThreadsTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What an application does by a call that needs one more thread. */
    public static final class Caller implements BiFunction<ThreadFactory, Runnable, Thread> {
        @Override
        public Thread apply(ThreadFactory threads, Runnable task) {
            return threads.newThread(task);
        }
    }

    /** Of an application: has a {@link Caller} of its own. */
    private static final class ApplicationLoader extends ClassLoader {
        ApplicationLoader() {
            super(EngineThreadsTest.class.getClassLoader());
        }

        Class<?> caller() throws IOException {
            String name = Caller.class.getName();
            try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = Objects.requireNonNull(bytes).readAllBytes();
                return defineClass(name, code, 0, code.length);
            }
        }
    }

    @Test
    void aThreadDoesNotKeepTheApplicationThatNeededItFirst() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
        Runnable task = () -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Thread[] made = new Thread[1];
        Reference<ClassLoader> loader = makeInApplication(made, task, gone);
        Thread thread = made[0];
        thread.start();
        try {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            Reference<? extends ClassLoader> seen = null;
            while (seen == null && System.nanoTime() < deadline) {
                System.gc();
                seen = gone.remove(50);
            }
            assertSame(loader, seen, "the application's class loader is collected while the thread lives");
            assertTrue(thread.isAlive());
        } finally {
            over.countDown();
            thread.join();
        }
    }

    @SuppressWarnings("unchecked")
    private static Reference<ClassLoader> makeInApplication(
            Thread[] made, Runnable task, ReferenceQueue<ClassLoader> gone) throws Exception {
        ApplicationLoader loader = new ApplicationLoader();
        BiFunction<ThreadFactory, Runnable, Thread> caller = (BiFunction<ThreadFactory, Runnable, Thread>)
                loader.caller().getConstructor().newInstance();
        assertSame(loader, caller.getClass().getClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            made[0] = caller.apply(new EngineThreads("test-"), task);
        } finally {
            thread.setContextClassLoader(before);
        }
        return new PhantomReference<>(loader, gone);
    }
}
