// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import java.util.concurrent.CompletionStage;

/** One request and its response, under way. Any thread may call any method. */
public interface Exchange {
    /**
     * Completes when the response's header has been read, or fails with what prevented it: an {@link java.io.IOException}, or a
     * {@link java.util.concurrent.CancellationException} after {@link #cancel}. On a thread of the connector: what depends on it runs on
     * another one and does not block this.
     */
    CompletionStage<ExchangeResponse> response();

    /**
     * Ends the exchange at whatever point it is: while the name is resolved, while it connects (to the proxy too), while TLS or HTTP
     * go on. The socket is closed. A transport that was handed over is not touched. Idempotent.
     */
    void cancel();
}
