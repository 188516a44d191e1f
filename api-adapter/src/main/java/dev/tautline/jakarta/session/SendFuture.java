// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.SendCallback;
import dev.tautline.internal.transport.Blocking;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The result of one asynchronous send, always {@code null} when it succeeds. Waiting for it inside a callback first writes what the callback has queued. */
@SuppressWarnings("NullAway") // Void has no other value than null
final class SendFuture extends CompletableFuture<Void> implements SendCallback {
    private final Connection connection;

    SendFuture(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void onComplete(@Nullable Throwable failure) {
        if (failure == null) {
            complete(null);
        } else {
            completeExceptionally(failure);
        }
    }

    @Override
    public Void get() throws InterruptedException, ExecutionException {
        prepareToWait();
        return super.get();
    }

    @Override
    public Void get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        prepareToWait();
        return super.get(timeout, unit);
    }

    @Override
    public Void join() {
        prepareToWait();
        return super.join();
    }

    private void prepareToWait() {
        if (!isDone()) {
            Blocking.begin();
            connection.flush();
        }
    }
}
