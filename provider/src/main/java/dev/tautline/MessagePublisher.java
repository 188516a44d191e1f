// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The messages of a socket for one subscriber, by the rules of Reactive Streams. Any thread. */
final class MessagePublisher implements Flow.Publisher<Message> {
    private final Inbox inbox;
    private final AtomicBoolean taken = new AtomicBoolean();

    MessagePublisher(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!taken.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Nothing());
            subscriber.onError(new IllegalStateException("The messages of a socket have one subscriber"));
            return;
        }
        Messages subscription = new Messages(inbox, subscriber);
        inbox.observer(subscription::drain);
        subscription.begin();
    }

    /** Of a subscriber that gets nothing but an error. */
    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    /** Who finds {@code work} at 0 signals, until it is 0 again; so signals come one at a time, and without recursion. */
    private static final class Messages implements Flow.Subscription {
        private final Inbox inbox;
        private final AtomicLong demand = new AtomicLong();
        /** 1 until {@code onSubscribe} has returned. */
        private final AtomicInteger work = new AtomicInteger(1);

        private volatile Flow.@Nullable Subscriber<? super Message> subscriber;
        private volatile boolean cancelled;
        private volatile @Nullable RuntimeException broken;

        Messages(Inbox inbox, Flow.Subscriber<? super Message> subscriber) {
            this.inbox = inbox;
            this.subscriber = subscriber;
        }

        void begin() {
            Flow.Subscriber<? super Message> told = Objects.requireNonNull(subscriber);
            try {
                told.onSubscribe(this);
            } catch (RuntimeException | Error e) {
                cancel();
                signal();
                throw e;
            }
            signal();
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                // Reactive Streams §3.9: "[…] MUST signal onError with a java.lang.IllegalArgumentException"
                broken = new IllegalArgumentException("A subscriber requests 1 or more, not " + count + " (§3.9)");
            } else {
                demand.getAndUpdate(before -> before + count < 0 ? Long.MAX_VALUE : before + count);
            }
            drain();
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                inbox.discard();
            }
        }

        void drain() {
            if (work.getAndIncrement() == 0) {
                signal();
            }
        }

        private void signal() {
            int done = 1;
            do {
                done = Math.max(done, work.get());
                try {
                    signalOnce();
                } catch (RuntimeException | Error e) {
                    cancel();
                    subscriber = null;
                    work.set(0);
                    throw e;
                }
                done = work.addAndGet(-done);
            } while (done != 0);
        }

        private void signalOnce() {
            Flow.Subscriber<? super Message> told = subscriber;
            if (told == null) {
                return;
            }
            while (!cancelled && broken == null && demand.get() > 0) {
                Message message = inbox.poll();
                if (message == null) {
                    break;
                }
                demand.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
                told.onNext(message);
            }
            if (cancelled) {
                subscriber = null;
            } else if (broken != null) {
                subscriber = null;
                cancel();
                told.onError(broken);
            } else if (inbox.isFinished()) {
                subscriber = null;
                end(told);
            }
        }

        private void end(Flow.Subscriber<? super Message> told) {
            IOException failure = inbox.failure();
            if (failure == null) {
                told.onComplete();
            } else {
                told.onError(failure);
            }
        }
    }
}
