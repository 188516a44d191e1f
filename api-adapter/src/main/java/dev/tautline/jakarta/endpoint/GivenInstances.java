// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint instances that an application's own configurator gives. What it has the platform's default make meanwhile, as by {@code super}, comes
 * from the application's factory and ends with the session; where it gives one object to several sessions, with the last of them. What it makes
 * itself stays its own. Any thread.
 */
final class GivenInstances {
    /** Configurators that are being asked, by thread: the platform's default is not told for which application it is asked. */
    private static final Map<Thread, Asked> ASKED = new ConcurrentHashMap<>();

    /** One that is being asked, and what it has had made. For its thread. */
    private record Asked(InstanceFactory instances, List<Object> made) {}

    /** What was made for an object that was given, and how many sessions have it. */
    private static final class Given {
        final List<Object> made = new ArrayList<>(1);
        int sessions;
    }

    private final ServerEndpointConfig.Configurator configurator;
    private final InstanceFactory instances;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final IdentityHashMap<Object, Given> given = new IdentityHashMap<>();

    GivenInstances(ServerEndpointConfig.Configurator configurator, InstanceFactory instances) {
        this.configurator = configurator;
        this.instances = instances;
    }

    /** Makes an instance for the configurator that the calling thread is asking; without one, by its constructor. */
    static <T> T create(Class<T> type) throws InstantiationException {
        Asked asked = ASKED.get(Thread.currentThread());
        if (asked == null) {
            return InstanceFactory.ofConstructors().create(type);
        }
        T instance = asked.instances().create(type);
        asked.made().add(instance);
        return instance;
    }

    /** Asks the configurator. @return what it gives; nothing is left behind where that is no instance of the class, nor after an exception */
    @Nullable Object give(Class<?> endpointClass) throws InstantiationException {
        Asked asked = new Asked(instances, new ArrayList<>(1));
        boolean kept = false;
        try {
            Object instance = ask(asked, endpointClass);
            if (instance != null && endpointClass.isInstance(instance)) {
                add(instance, asked.made());
                kept = true;
            }
            return instance;
        } finally {
            if (!kept) {
                asked.made().forEach(instances::destroy);
            }
        }
    }

    private @Nullable Object ask(Asked asked, Class<?> endpointClass) throws InstantiationException {
        Thread thread = Thread.currentThread();
        Asked outer = ASKED.put(thread, asked);
        try {
            return configurator.getEndpointInstance(endpointClass);
        } finally {
            if (outer == null) {
                ASKED.remove(thread);
            } else {
                ASKED.put(thread, outer);
            }
        }
    }

    private void add(Object instance, List<Object> made) {
        lock.lock();
        try {
            // Also where nothing was made: another handshake, which has had it made, may be behind.
            Given known = given.computeIfAbsent(instance, first -> new Given());
            known.made.addAll(made);
            known.sessions++;
        } finally {
            lock.unlock();
        }
    }

    /** A session that the instance was given to has ended. */
    void end(Object instance) {
        List<Object> ending = List.of();
        lock.lock();
        try {
            Given known = given.get(instance);
            if (known != null && --known.sessions == 0) {
                given.remove(instance);
                ending = known.made;
            }
        } finally {
            lock.unlock();
        }
        ending.forEach(instances::destroy);
    }
}
