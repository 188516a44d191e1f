// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several threads deploy in one container while it asks the application for configurators. */
class ConcurrentDeploymentTest {
    private static final long PATIENCE_SECONDS = 60;

    private final Instances instances = new Instances();
    private final JakartaServerContainer container = new JakartaServerContainer(
            EngineRuntime.acquire(this),
            name -> null,
            getClass().getClassLoader(),
            instances,
            (request, response, responder) -> {},
            Object::toString);

    @BeforeEach
    void noGate() {
        instances.gate = new CountDownLatch(0);
    }

    @AfterEach
    void release() {
        EngineRuntime.release(this);
    }

    /** The application's code: makes configurators once all are there that the gate waits for. */
    private static final class Instances implements InstanceFactory {
        final Queue<Object> made = new ConcurrentLinkedQueue<>();
        final Queue<Object> destroyed = new ConcurrentLinkedQueue<>();
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile Runnable onDestroy = () -> {};

        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            gate.countDown();
            await(gate);
            T instance = InstanceFactory.ofConstructors().create(type);
            made.add(instance);
            return instance;
        }

        @Override
        public void destroy(Object instance) {
            onDestroy.run();
            destroyed.add(instance);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "somebody waits for a lock");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static class Configurator extends ServerEndpointConfig.Configurator {}

    @ServerEndpoint(value = "/same/{one}", configurator = Configurator.class)
    public static class One {}

    @ServerEndpoint(value = "/same/{two}", configurator = Configurator.class)
    public static class Two {}

    @ServerEndpoint(value = "/invalid{}", configurator = Configurator.class)
    public static class Invalid {}

    public static class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // It is only deployed.
        }
    }

    private static ServerEndpointConfig programmatic(String path) {
        return ServerEndpointConfig.Builder.create(Programmatic.class, path).build();
    }

    /** What deploys. */
    private interface Deploying {
        void run() throws DeploymentException;
    }

    /** Deploys on a thread of its own. @return what that has thrown, or {@code null} */
    private static CompletableFuture<Throwable> elsewhere(Deploying deploying) {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                deploying.run();
                outcome.complete(null);
            } catch (DeploymentException | RuntimeException | Error e) {
                outcome.complete(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    /** Deploys both at once: each configurator is made when both are asked for. */
    private List<Throwable> bothDeploy(Class<?> one, Class<?> two) throws Exception {
        instances.gate = new CountDownLatch(2);
        CompletableFuture<Throwable> first = elsewhere(() -> container.addEndpoint(one));
        CompletableFuture<Throwable> second = elsewhere(() -> container.addEndpoint(two));
        List<Throwable> failures = new ArrayList<>();
        failures.add(first.get(2 * PATIENCE_SECONDS, TimeUnit.SECONDS));
        failures.add(second.get(2 * PATIENCE_SECONDS, TimeUnit.SECONDS));
        failures.removeIf(failure -> failure == null);
        return failures;
    }

    private boolean serves(String path) {
        return container.handles(new BrowserRequest(path));
    }

    @Test
    @DisplayName("two threads deploy one path: one does, the other is told, and its configurator ends")
    void samePath() throws Exception {
        container.applicationStarted();
        List<Throwable> failures = bothDeploy(One.class, Two.class);
        assertEquals(1, failures.size(), failures.toString());
        assertInstanceOf(DeploymentException.class, failures.get(0));
        assertTrue(
                failures.get(0).getMessage().contains("is already that of"),
                failures.get(0).getMessage());
        assertTrue(serves("/same/1"));
        assertEquals(2, instances.made.size());
        assertEquals(1, instances.destroyed.size());
        container.shutdown();
        assertEquals(2, instances.destroyed.size());
    }

    @Test
    @DisplayName("while the application starts, the second of one path refuses it")
    void samePathWhileStarting() throws Exception {
        List<Throwable> failures = bothDeploy(One.class, Two.class);
        assertEquals(1, failures.size(), failures.toString());
        assertFalse(serves("/same/1"));
        assertEquals(2, instances.destroyed.size());
        assertThrows(DeploymentException.class, () -> container.addEndpoint(One.class));
        assertEquals(2, instances.made.size(), "a refused application is asked for nothing");
    }

    @Test
    @DisplayName("two threads deploy one class: it is deployed once, and ignored once")
    void sameClass() throws Exception {
        assertEquals(List.of(), bothDeploy(One.class, One.class));
        assertTrue(serves("/same/1"));
        assertEquals(1, instances.destroyed.size());
        instances.made.clear();
        container.addEndpoint(One.class);
        assertEquals(0, instances.made.size(), "a class that is deployed is not described again");
    }

    @Test
    @DisplayName("what is described while another deployment refuses the application is not deployed, and ends")
    void refusedMeanwhile() throws Exception {
        instances.gate = new CountDownLatch(2);
        CompletableFuture<Throwable> described = elsewhere(() -> container.addEndpoint(One.class));
        while (instances.gate.getCount() == 2 && !described.isDone()) {
            Thread.onSpinWait();
        }
        Throwable refused = elsewhere(() -> container.addEndpoint(programmatic("/invalid{}")))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertInstanceOf(DeploymentException.class, refused);
        instances.gate.countDown();
        assertInstanceOf(DeploymentException.class, described.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertFalse(serves("/same/1"));
        assertEquals(1, instances.made.size());
        assertEquals(1, instances.destroyed.size());
    }

    @Test
    @DisplayName("other threads may deploy while configurators of a refused application end")
    void endsOutsideOfTheLock() throws Exception {
        List<Throwable> outcomes = new ArrayList<>();
        instances.onDestroy = () -> {
            try {
                outcomes.add(elsewhere(() -> container.addEndpoint(programmatic("/other")))
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (Exception e) {
                outcomes.add(e);
            }
        };
        container.addEndpoint(One.class);
        assertThrows(DeploymentException.class, () -> container.addEndpoint(Invalid.class));
        assertEquals(2, instances.destroyed.size());
        assertEquals(2, outcomes.size());
        assertNull(outcomes.get(0), "the invalid endpoint's configurator ends while it is described");
        assertInstanceOf(DeploymentException.class, outcomes.get(1), "the others end when the application is refused");
    }

    @Test
    @DisplayName("an endpoint whose properties are wrong is not deployed")
    void wrongProperties() throws Exception {
        container.applicationStarted();
        ServerEndpointConfig wrong = programmatic("/wrong");
        wrong.getUserProperties().putAll(Map.of("dev.tautline.maxTextMessage", "many"));
        assertThrows(DeploymentException.class, () -> container.addEndpoint(wrong));
        assertFalse(serves("/wrong"));
    }
}
