// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.protocol.ScratchPool;
import java.security.SecureRandom;
import java.util.concurrent.Executor;

/**
 * What connections share: time, threads and pools. {@code internal.runtime.EngineRuntime} is the one of a deployment; the test
 * kit has a deterministic one. All methods may be called from any thread.
 */
public interface ConnectionRuntime {
    /** Clock and timers of the connections. Timer tasks only enqueue. */
    Timers timers();

    /**
     * Runs work that may block: callbacks of connections whose transport doesn't run them itself, and completions of sends
     * ({@link SendCallback#mayBlock}). Takes every task, also while it shuts down; never runs one on the calling thread.
     */
    Executor workers();

    /** Where clients' masking keys come from. */
    SecureRandom random();

    /** Working memory for one call into the protocol. */
    ScratchPool scratch();

    /** Direct buffers for output. */
    BufferPool buffers();

    /** Deflaters and inflaters that connections borrow. */
    DeflatePools deflatePools();

    /** Flushes what connections have corked in callbacks that run long on workers. */
    CorkWatch corkWatch();
}
