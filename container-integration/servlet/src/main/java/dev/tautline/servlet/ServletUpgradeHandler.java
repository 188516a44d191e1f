// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The container's side of a portable upgrade. The container makes it, {@link PortableTakeover} prepares it before the filter chain
 * returns, the container initialises it afterwards; each happens once and in this order.
 */
public final class ServletUpgradeHandler implements HttpUpgradeHandler {
    private enum State {
        PREPARED,
        INITIALISED,
        DESTROYED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.PREPARED);
    private volatile @Nullable ConnectionFacts facts;
    private volatile @Nullable UpgradeAnswer answer;
    private volatile @Nullable EngineRuntime runtime;
    private volatile @Nullable UndertowConnection undertow;
    private volatile @Nullable ServletTransport transport;

    /** For the container. */
    public ServletUpgradeHandler() {}

    void prepare(
            ConnectionFacts facts, UpgradeAnswer answer, EngineRuntime runtime, @Nullable UndertowConnection undertow) {
        this.facts = facts;
        this.answer = answer;
        this.runtime = runtime;
        this.undertow = undertow;
    }

    @Override
    public void init(WebConnection connection) {
        EngineRuntime runtime = Objects.requireNonNull(this.runtime, "the container initialised the handler too early");
        if (!state.compareAndSet(State.PREPARED, State.INITIALISED)) {
            // Undertow destroys a handler whose peer has gone and initialises it nevertheless.
            return;
        }
        try {
            ServletTransport transport =
                    new ServletTransport(connection, Objects.requireNonNull(facts), runtime, undertow);
            this.transport = transport;
            Consumer<Transport> accept = Objects.requireNonNull(answer).accept();
            Objects.requireNonNull(accept).accept(transport);
            if (state.get() == State.DESTROYED) {
                transport.closedByContainer();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void destroy() {
        State before = state.getAndSet(State.DESTROYED);
        ServletTransport transport = this.transport;
        UpgradeAnswer answer = this.answer;
        if (transport != null) {
            transport.closedByContainer();
        } else if (answer != null && before == State.PREPARED) {
            answer.abandon().run();
        }
    }
}
