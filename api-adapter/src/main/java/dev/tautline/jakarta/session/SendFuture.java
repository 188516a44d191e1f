// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.SendCallback;
import dev.tautline.internal.transport.Blocking;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The result of one asynchronous send, always {@code null} when it succeeds. Waiting for it inside a callback first writes what the callback has
 * queued. A plain future on purpose: nobody can hang code on it, so whoever writes completes it at once.
 */
@SuppressWarnings("NullAway") // Void has no other value than null
final class SendFuture implements Future<Void>, SendCallback {
    private final Connection connection;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    SendFuture(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void onComplete(@Nullable Throwable failure) {
        if (failure == null) {
            result.complete(null);
        } else {
            result.completeExceptionally(failure);
        }
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public Void get() throws InterruptedException, ExecutionException {
        prepareToWait();
        return result.get();
    }

    @Override
    public Void get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        prepareToWait();
        return result.get(timeout, unit);
    }

    private void prepareToWait() {
        if (!isDone()) {
            Blocking.begin();
            connection.flush();
        }
    }

    /** Gives the result up; the message goes its way. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return result.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return result.isCancelled();
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }
}
