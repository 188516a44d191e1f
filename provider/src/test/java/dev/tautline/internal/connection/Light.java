// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A completion that runs at once, on whatever thread. */
record Light(Consumer<@Nullable Throwable> action) implements SendCallback {
    @Override
    public void onComplete(@Nullable Throwable failure) {
        action.accept(failure);
    }

    @Override
    public boolean mayBlock() {
        return false;
    }
}
