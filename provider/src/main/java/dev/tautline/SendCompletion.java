// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.SendCallback;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The stage of one send; the engine completes it. Dependents run on a worker or on the sender's thread, never on a loop. */
final class SendCompletion extends CompletableFuture<Void> implements SendCallback {
    @Override
    @SuppressWarnings("NullAway") // a Void stage completes with null
    public void onComplete(@Nullable Throwable failure) {
        if (failure == null) {
            complete(null);
        } else {
            completeExceptionally(failure);
        }
    }

    /** Only with dependents is there code of the application to run. */
    @Override
    public boolean mayBlock() {
        return true;
    }
}
