// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.internal.transport.Transport;
import dev.tautline.jakarta.endpoint.ClientEndpointDescriptor;
import dev.tautline.jakarta.endpoint.Coders;
import dev.tautline.jakarta.injection.ApplicationInstances;
import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.jakarta.session.SessionFacts;
import dev.tautline.jakarta.session.SessionSettings;
import dev.tautline.spec.Role;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client session leaves when it ends, or does not come about. */
class ClientOwnerTest {
    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();
    private final URLClassLoader application = new URLClassLoader(new URL[0], before);

    @AfterEach
    void leave() throws IOException {
        thread.setContextClassLoader(before);
        application.close();
    }

    @Test
    void errorsOfTheApplicationKeepNothing() {
        thread.setContextClassLoader(application);
        List<String> told = new ArrayList<>();
        try (TautlineContainer container = new TautlineContainer()) {
            ClientOwner owner = new ClientOwner(container, new SessionRegistry());
            owner.onEnd(() -> told.add("configurator"));
            owner.acquire();
            owner.onEnd(() -> {
                throw new NoClassDefFoundError("com/example/Gone");
            });
            CompletableFuture<?> stopped = ClientShare.end(application);
            owner.onEnd(() -> told.add(stopped.isDone() ? "late" : "coders"));
            assertFalse(stopped.isDone());
            owner.abandon();
            owner.abandon();
            assertEquals(List.of("coders", "configurator"), told);
            assertTrue(stopped.isDone());
        }
    }

    @Test
    void stoppingApplicationWaitsUntilAllHasEnded() {
        thread.setContextClassLoader(application);
        try (TautlineContainer container = new TautlineContainer()) {
            ClientOwner owner = new ClientOwner(container, new SessionRegistry());
            owner.acquire();
            CompletableFuture<?> stopped = ClientShare.end(application);
            List<Boolean> early = new ArrayList<>();
            owner.onEnd(() -> early.add(stopped.isDone()));
            owner.ended();
            early.add(stopped.isDone());
            owner.abandon();
            assertEquals(List.of(false, false), early);
            assertTrue(stopped.isDone());
        }
    }

    /** Nothing may be asked of a transport that has not been started: 1001 follows the start. */
    @Test
    void applicationThatStopsWhileTheSessionStarts() throws Exception {
        thread.setContextClassLoader(application);
        TestRuntime runtime = new TestRuntime();
        try (TautlineContainer container = new TautlineContainer()) {
            ClientOwner owner = new ClientOwner(container, new SessionRegistry());
            owner.acquire();
            List<String> calls = new ArrayList<>();
            Transport transport = watched(new MemoryTransport(), call -> {
                if (call.equals("start")) {
                    var unused = ClientShare.end(application);
                    calls.add("start");
                } else if (call.equals("write")) {
                    calls.add("write");
                }
            });
            JakartaSession session = session(owner, transport, runtime);
            owner.start(session);
            runtime.runAll();
            assertEquals(List.of("start", "write"), calls);
            transport.abort();
            runtime.runAll();
            assertFalse(session.isOpen());
        }
    }

    private static Transport watched(Transport inner, Consumer<String> calls) {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    calls.accept(method.getName());
                    return method.invoke(inner, arguments);
                });
    }

    private static JakartaSession session(ClientOwner owner, Transport transport, TestRuntime runtime)
            throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        Endpoint instance = new Silent();
        ClientEndpointDescriptor endpoint = ClientEndpointDescriptor.programmatic(
                Silent.class, instance, config, ApplicationInstances.ofThread(Map.<String, String>of()::get));
        Coders coders = endpoint.newCoders(config);
        return new JakartaSession(
                new SessionFacts(URI.create("ws://host/"), null, Map.of(), Map.of(), "", List.of(), false, null, null),
                owner,
                new SessionSettings(1024, 1024, 0),
                config,
                coders,
                "key",
                listener -> new Connection(
                        transport,
                        ConnectionOptions.builder(Role.CLIENT).build(),
                        NegotiatedExtensions.NONE,
                        runtime,
                        listener),
                own -> endpoint.bind(own, instance, coders),
                owner::ended);
    }

    private static final class Silent extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {}
    }
}
