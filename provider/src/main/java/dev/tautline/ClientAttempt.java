// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Timers;
import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.runtime.EngineRuntime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client's opening handshake has under way, one exchange after the other, each with its deadline, until somebody ends it: whoever is first
 * decides how. Any thread; guarded by this. The exchange is cancelled without the lock.
 */
final class ClientAttempt {
    private final ClientConnector connector;
    private final EngineRuntime runtime;
    private final Runnable timedOut;

    private boolean over;
    private @Nullable Exchange exchange;
    private Timers.@Nullable Task timeout;

    /** @param timedOut runs on a worker when a deadline passes */
    ClientAttempt(ClientConnector connector, EngineRuntime runtime, Runnable timedOut) {
        this.connector = connector;
        this.runtime = runtime;
        this.timedOut = timedOut;
    }

    /**
     * Begins an exchange.
     *
     * @param deadline for its response, zero for none
     * @return {@code null} if the attempt is over
     */
    synchronized @Nullable Exchange begin(ExchangeRequest request, Duration deadline) {
        if (over) {
            return null;
        }
        if (deadline.toNanos() > 0) {
            timeout = runtime.timers().schedule(() -> runtime.workers().execute(timedOut), deadline.toNanos());
        }
        Exchange begun = connector.open(request);
        exchange = begun;
        return begun;
    }

    synchronized void stopTimeout() {
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Ends the attempt and what it has under way; true for the first that does so. */
    boolean end() {
        Exchange open;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            open = exchange;
            stopTimeout();
        }
        if (open != null) {
            open.cancel();
        }
        return true;
    }
}
