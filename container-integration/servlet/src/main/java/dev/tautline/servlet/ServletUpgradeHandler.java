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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The container's side of a portable upgrade. The container makes it, {@link PortableTakeover} prepares it before the filter chain
 * returns, the container initialises it afterwards; each happens once and in this order.
 */
public final class ServletUpgradeHandler implements HttpUpgradeHandler {
    private volatile @Nullable ConnectionFacts facts;
    private volatile @Nullable UpgradeAnswer answer;
    private volatile @Nullable EngineRuntime runtime;
    private volatile @Nullable ServletTransport transport;

    /** For the container. */
    public ServletUpgradeHandler() {}

    void prepare(ConnectionFacts facts, UpgradeAnswer answer, EngineRuntime runtime) {
        this.facts = facts;
        this.answer = answer;
        this.runtime = runtime;
    }

    @Override
    public void init(WebConnection connection) {
        EngineRuntime runtime = Objects.requireNonNull(this.runtime, "the container initialised the handler too early");
        try {
            ServletTransport transport = new ServletTransport(connection, Objects.requireNonNull(facts), runtime);
            this.transport = transport;
            Consumer<Transport> accept = Objects.requireNonNull(answer).accept();
            Objects.requireNonNull(accept).accept(transport);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void destroy() {
        ServletTransport transport = this.transport;
        UpgradeAnswer answer = this.answer;
        if (transport != null) {
            transport.closedByContainer();
        } else if (answer != null) {
            answer.abandon().run();
        }
    }
}
