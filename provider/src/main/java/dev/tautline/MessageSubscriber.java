// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.CloseHooks;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends what a publisher has on a socket, by the rules of Reactive Streams: asks for a message when there is room for it. Any thread. */
final class MessageSubscriber implements Flow.Subscriber<Message> {
    private final WebSocket socket;
    private final PacedSender sender;
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    /** Whether a message has been asked for and has not come. */
    private final AtomicBoolean asked = new AtomicBoolean(true);

    private volatile boolean over;

    MessageSubscriber(WebSocket socket) {
        this.socket = socket;
        this.sender = new PacedSender(socket);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (!subscription.compareAndSet(null, given)) {
            // Reactive Streams §2.5: "A Subscriber MUST call Subscription.cancel() on the given Subscription […] if
            // [it] already has an active [one]"
            given.cancel();
            return;
        }
        CloseHooks hooks = socket.state().closeHooks();
        if (!hooks.add(this::stop)) {
            stop();
        } else if (socket.state().connection() != null) {
            begin();
        } else {
            socket.opened().whenComplete((open, failure) -> begin());
        }
    }

    private void begin() {
        asked.set(false);
        ask();
    }

    private void ask() {
        Flow.Subscription from = subscription.get();
        if (from != null && !over && sender.hasRoom() && asked.compareAndSet(false, true)) {
            from.request(1);
        }
    }

    private void stop() {
        Flow.Subscription from = subscription.get();
        if (!over && from != null) {
            over = true;
            from.cancel();
        }
    }

    @Override
    public void onNext(Message message) {
        Objects.requireNonNull(message, "message");
        if (over) {
            return;
        }
        sender.send(message, failure -> {
            if (failure == null) {
                ask();
            } else {
                stop();
            }
        });
        asked.set(false);
        ask();
    }

    @Override
    public void onError(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        over = true;
        socket.terminate();
    }

    @Override
    public void onComplete() {
        over = true;
        socket.close();
    }
}
