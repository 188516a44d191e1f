// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.connection.Timers;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.jakarta.endpoint.Coders;
import dev.tautline.jakarta.endpoint.EndpointDescriptor;
import dev.tautline.jakarta.injection.CallScope;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import jakarta.websocket.Decoder;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** A session of a real endpoint on a transport in memory and in virtual time; what waits for a worker runs when the test says. */
final class SessionFixture implements SessionOwner {
    static final Principal USER = () -> "duke";

    final TestRuntime runtime = new TestRuntime();
    final MemoryTransport transport = new MemoryTransport();
    final URLClassLoader loader = new URLClassLoader(new URL[0], SessionFixture.class.getClassLoader());
    final List<String> life;
    final Set<Session> open = new LinkedHashSet<>();
    final RecordingEndpoint endpoint = new RecordingEndpoint();
    final JakartaSession session;
    private final CallScope scope;

    /** What a session is made of, where a test wants something else than the defaults. */
    static final class Setup {
        SessionSettings settings = new SessionSettings(1024, 2048, 0);
        ConnectionOptions.Builder options = ConnectionOptions.builder(Role.SERVER)
                .limits(new InboundLimits(
                        InboundLimits.UNLIMITED, InboundLimits.UNLIMITED, InboundLimits.UNLIMITED, 16_384));
        List<Class<? extends Encoder>> encoders = List.of();
        List<Class<? extends Decoder>> decoders = List.of();
        Object annotated;
        CallScope scope;
        Runnable release = () -> {};
    }

    SessionFixture() {
        this(new Setup());
    }

    SessionFixture(Setup setup) {
        this(setup, new ArrayList<>());
    }

    /** @param life what the owner is told goes there */
    SessionFixture(Setup setup, List<String> life) {
        this.life = life;
        scope = setup.scope;
        try {
            Object instance = setup.annotated == null ? endpoint : setup.annotated;
            ServerEndpointConfig config = ServerEndpointConfig.Builder.create(instance.getClass(), "/room/{room}")
                    .encoders(setup.encoders)
                    .decoders(setup.decoders)
                    .configurator(new Fixed(instance))
                    .build();
            EndpointDescriptor descriptor = EndpointDescriptor.programmatic(config);
            Coders coders = descriptor.newCoders(config);
            session = new JakartaSession(
                    facts(),
                    this,
                    setup.settings,
                    config,
                    coders,
                    "key",
                    listener -> new Connection(
                            transport, setup.options.build(), NegotiatedExtensions.NONE, runtime, listener),
                    own -> descriptor.bind(own, instance, Map.of("room", "1"), coders),
                    () -> {
                        life.add("let go");
                        setup.release.run();
                    });
        } catch (DeploymentException | InstantiationException e) {
            throw new AssertionError(e);
        }
    }

    private static SessionFacts facts() {
        return new SessionFacts(
                URI.create("ws://host:8080/app/room/1?q=2"),
                "q=2",
                Map.of("room", "1"),
                Map.of("room", List.of("1"), "q", List.of("2")),
                "chat",
                List.of(),
                false,
                USER,
                "the HTTP session");
    }

    private static final class Fixed extends ServerEndpointConfig.Configurator {
        private final Object instance;

        Fixed(Object instance) {
            this.instance = instance;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(instance);
        }
    }

    /** Starts the session and runs its {@code onOpen}. */
    SessionFixture started() {
        session.start();
        runtime.runAll();
        return this;
    }

    /** Frames of the peer arrive; what they cause runs. */
    void receive(byte[]... frames) {
        transport.receive(Frames.join(frames));
        runtime.runAll();
    }

    /** What was sent since the last call, in words. */
    String sent() {
        runtime.runAll();
        return transport.takeFrames();
    }

    void advance(Duration duration) {
        runtime.advance(duration);
    }

    // ---- The owner

    @Override
    public WebSocketContainer container() {
        throw new UnsupportedOperationException("sessions have a container only in a deployment");
    }

    @Override
    public Set<Session> openSessions(JakartaSession of) {
        return Set.copyOf(open);
    }

    @Override
    public void opened(JakartaSession opened) {
        life.add("opened");
        open.add(opened);
    }

    @Override
    public void closed(JakartaSession closed) {
        life.add("closed");
        open.remove(closed);
    }

    @Override
    public void released(JakartaSession released) {
        life.add("released");
    }

    @Override
    public CallScope callScope() {
        return scope;
    }

    @Override
    public Timers timers() {
        return runtime.timers();
    }

    @Override
    public Executor workers() {
        return runtime.workers();
    }

    @Override
    public ClassLoader applicationLoader() {
        return loader;
    }
}
