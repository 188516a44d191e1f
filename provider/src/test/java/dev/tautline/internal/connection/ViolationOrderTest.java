// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ViolationOrderTest {
    @Test
    @DisplayName(
            "a violation begins to close before the listener hears of it, so that nothing it sends leaves before the close frame")
    void closesFirst() {
        // A worker that is done before the call that asked for it returns.
        TestRuntime runtime = new TestRuntime(task -> {
            Thread worker = new Thread(task);
            worker.start();
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        MemoryTransport transport = new MemoryTransport();
        transport.runsCallbacks(false);
        List<ReadyState> states = new CopyOnWriteArrayList<>();
        AtomicReference<Connection> made = new AtomicReference<>();
        ConnectionListener listener = (ConnectionListener) Proxy.newProxyInstance(
                ConnectionListener.class.getClassLoader(),
                new Class<?>[] {ConnectionListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("onError")) {
                        states.add(made.get().readyState());
                    }
                    return null;
                });
        Connection connection = new Connection(
                transport,
                ConnectionOptions.builder(Role.SERVER).build(),
                NegotiatedExtensions.NONE,
                runtime,
                listener);
        made.set(connection);
        connection.start();
        transport.receive(Frames.text("not masked", false));
        assertEquals(List.of(ReadyState.CLOSING), states);
    }
}
