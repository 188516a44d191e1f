// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What an end hears, in its order. Any thread may add. */
public final class Heard {
    private static final long DEADLINE_SECONDS = 30;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger ends = new AtomicInteger();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    /** The provider tells the application something. */
    public void add(Event event) {
        if (event instanceof Event.Closed || event instanceof Event.Failed) {
            ends.incrementAndGet();
            ended.countDown();
        }
        events.add(event);
    }

    /** The provider tells the application of an error. */
    public void error(Throwable error) {
        errors.add(error);
    }

    /** The next event, as soon as it is there. */
    public Event next() throws InterruptedException {
        Event event = events.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("Nothing is heard; errors: " + errors);
        }
        return event;
    }

    /** Waits until the application has been told of the end, whatever came before it. */
    public void awaitEnd() throws InterruptedException {
        if (!ended.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("No end is heard; errors: " + errors);
        }
    }

    /** How often the application was told of the end. */
    public int ends() {
        return ends.get();
    }

    /** The errors that the application was told of. */
    public List<Throwable> errors() {
        return errors;
    }
}
