// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Configurators that override {@code getEndpointInstance}, and what {@code super} makes for them. */
class GivenInstancesTest {
    private final Instances factory = new Instances();

    private static final class Instances implements InstanceFactory {
        final List<Object> made = new ArrayList<>();
        final List<Object> destroyed = new ArrayList<>();

        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            T instance = InstanceFactory.ofConstructors().create(type);
            made.add(instance);
            return instance;
        }

        @Override
        public void destroy(Object instance) {
            destroyed.add(instance);
        }
    }

    private EndpointConfigurator of(ServerEndpointConfig.Configurator configurator) {
        return EndpointConfigurator.of(configurator, factory);
    }

    public static class Room {}

    public static class Special extends Room {
        final Room inner;

        Special(Room inner) {
            this.inner = inner;
        }
    }

    public static class CallingSuper extends ServerEndpointConfig.Configurator {
        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            return super.getEndpointInstance(endpointClass);
        }
    }

    public static class Extending extends DefaultConfigurator {
        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            return super.getEndpointInstance(endpointClass);
        }
    }

    @Test
    void superMakesInstancesByTheFactoryAndTheyEndWithTheirSessions() throws Exception {
        for (ServerEndpointConfig.Configurator each : List.of(new CallingSuper(), new Extending())) {
            factory.made.clear();
            factory.destroyed.clear();
            EndpointConfigurator configurator = of(each);
            Object one = configurator.endpointInstance(Room.class);
            Object two = configurator.endpointInstance(Room.class);
            assertEquals(List.of(one, two), factory.made);
            configurator.destroyInstance(two);
            assertEquals(List.of(two), factory.destroyed);
            configurator.destroyInstance(one);
            configurator.destroyInstance(one);
            assertEquals(List.of(two, one), factory.destroyed, "each once");
        }
    }

    @Test
    void configuratorsOfTwoApplicationsHaveEachTheirOwnFactory() throws Exception {
        Instances other = new Instances();
        EndpointConfigurator inner = EndpointConfigurator.of(new CallingSuper(), other);
        EndpointConfigurator outer = of(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
                inner.endpointInstance(endpointClass);
                return super.getEndpointInstance(endpointClass);
            }
        });
        Object instance = outer.endpointInstance(Room.class);
        assertEquals(List.of(instance), factory.made);
        assertEquals(1, other.made.size());
    }

    @Test
    void whatIsWrappedOrLeftEndsWithTheSessionToo() throws Exception {
        EndpointConfigurator configurator = of(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
                super.getEndpointInstance(endpointClass);
                return endpointClass.cast(new Special((Room) super.getEndpointInstance(endpointClass)));
            }
        });
        Special given = (Special) configurator.endpointInstance(Room.class);
        assertSame(factory.made.get(1), given.inner);
        assertEquals(List.of(), factory.destroyed);
        configurator.destroyInstance(given);
        assertEquals(factory.made, factory.destroyed);
    }

    @Test
    void oneInstanceOfSeveralSessionsEndsWithTheLastOfThem() throws Exception {
        EndpointConfigurator configurator = of(new ServerEndpointConfig.Configurator() {
            private Object shared;

            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
                shared = shared == null ? super.getEndpointInstance(endpointClass) : shared;
                return endpointClass.cast(shared);
            }
        });
        Object first = configurator.endpointInstance(Room.class);
        assertSame(first, configurator.endpointInstance(Room.class));
        configurator.destroyInstance(first);
        assertEquals(List.of(), factory.destroyed);
        configurator.destroyInstance(first);
        assertEquals(List.of(first), factory.destroyed);
    }

    @Test
    void nothingIsLeftBehindWhenAConfiguratorFails() {
        EndpointConfigurator throwing = of(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
                super.getEndpointInstance(endpointClass);
                throw new InstantiationException("not today");
            }
        });
        assertThrows(InstantiationException.class, () -> throwing.endpointInstance(Room.class));
        assertEquals(1, factory.made.size());
        assertEquals(factory.made, factory.destroyed);
        EndpointConfigurator forgetful = of(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
                super.getEndpointInstance(endpointClass);
                return null;
            }
        });
        assertThrows(InstantiationException.class, () -> forgetful.endpointInstance(Room.class));
        assertEquals(2, factory.made.size());
        assertEquals(factory.made, factory.destroyed);
    }

    @Test
    void whatTheApplicationMakesItselfIsItsOwn() throws Exception {
        Room own = new Room();
        EndpointConfigurator configurator = of(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) {
                return endpointClass.cast(own);
            }
        });
        assertSame(own, configurator.endpointInstance(Room.class));
        configurator.destroyInstance(own);
        assertEquals(List.of(), factory.destroyed);
    }

    @Test
    void outsideOfAHandshakeTheDefaultMakesInstancesByConstructors() throws Exception {
        Object inside = of(new CallingSuper()).endpointInstance(Room.class);
        assertNotSame(inside, new CallingSuper().getEndpointInstance(Room.class));
        assertEquals(List.of(inside), factory.made);
    }

    /** Gives one instance to all, and to another handshake before the one that has had it made. */
    private final class Sharing extends ServerEndpointConfig.Configurator {
        private EndpointConfigurator endpoint;
        private Room shared;

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            if (shared == null) {
                shared = (Room) super.getEndpointInstance(endpointClass);
                FutureTask<Object> other = new FutureTask<>(() -> endpoint.endpointInstance(Room.class));
                new Thread(other, "other handshake").start();
                try {
                    assertSame(shared, other.get(30, TimeUnit.SECONDS));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return endpointClass.cast(shared);
        }
    }

    @Test
    void whatTwoHandshakesShareEndsWithTheSecondSessionWhoeverComesFirst() throws Exception {
        Sharing sharing = new Sharing();
        sharing.endpoint = of(sharing);
        Object shared = sharing.endpoint.endpointInstance(Room.class);
        assertEquals(List.of(shared), factory.made);
        sharing.endpoint.destroyInstance(shared);
        assertEquals(List.of(), factory.destroyed);
        sharing.endpoint.destroyInstance(shared);
        assertEquals(List.of(shared), factory.destroyed);
    }
}
