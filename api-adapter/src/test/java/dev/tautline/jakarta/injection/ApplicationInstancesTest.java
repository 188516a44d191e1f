// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which factory an application gets. */
class ApplicationInstancesTest {
    @TempDir
    Path folder;

    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();

    /** Says who made it. */
    public static final class Thing {
        String maker = "a constructor";
    }

    /** Gives things with its name. */
    public static class Named implements InstanceFactory {
        private static final List<String> CALLS = new ArrayList<>();

        private final String name;

        /** For the parameter. */
        public Named() {
            this("the class of the parameter");
        }

        Named(String name) {
            this.name = name;
        }

        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            T made = InstanceFactory.ofConstructors().create(type);
            ((Thing) made).maker = name;
            CALLS.add("create " + Thread.currentThread().getContextClassLoader().getName());
            return made;
        }

        @Override
        public void destroy(Object instance) {
            CALLS.add(
                    "destroy " + Thread.currentThread().getContextClassLoader().getName());
            throw new AssertionError("as applications do");
        }

        @Override
        public void check(Class<?> type) throws InstantiationException {
            CALLS.add("check " + Thread.currentThread().getContextClassLoader().getName());
            throw new InstantiationException("unfit");
        }

        @Override
        public CallScope callScope() {
            return () -> () -> CALLS.add("end");
        }
    }

    /** As CDI's. */
    public static final class LowProvider implements InstanceFactoryProvider {
        @Override
        public InstanceFactory find(Attributes attributes) {
            return new Named("the provider that is asked last");
        }

        @Override
        public int priority() {
            return CDI;
        }
    }

    /** A container that starts when the attribute "started" is there. */
    public static final class LateProvider implements InstanceFactoryProvider {
        private static int asked;

        @Override
        public @Nullable InstanceFactory find(Attributes attributes) {
            asked++;
            return attributes.get("started") == null ? null : new Named("the container");
        }

        @Override
        public boolean mayComeLater() {
            return true;
        }
    }

    /** Needs a class that is not there. */
    public static final class BrokenProvider implements InstanceFactoryProvider {
        /** Fails. */
        public BrokenProvider() {
            throw new NoClassDefFoundError("com/example/Container");
        }

        @Override
        public @Nullable InstanceFactory find(Attributes attributes) {
            return null;
        }
    }

    @BeforeEach
    void forget() {
        Named.CALLS.clear();
    }

    @AfterEach
    void close() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    private ApplicationInstances application(String... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(InstanceFactoryProvider.class.getName()), List.of(providers));
        URLClassLoader loader = new URLClassLoader(
                "application", new URL[] {folder.toUri().toURL()}, ApplicationInstancesTest.class.getClassLoader());
        loaders.add(loader);
        return ApplicationInstances.of(loader, parameters::get, attributes::get);
    }

    private static String maker(InstanceFactory instances) throws InstantiationException {
        return instances.create(Thing.class).maker;
    }

    @Test
    void createsByConstructorsWhereThereIsNothingElse() throws Exception {
        ApplicationInstances instances = application();

        assertEquals("a constructor", maker(instances));
        assertFalse(instances.isPending());
        instances.check(Thing.class);
        instances.destroy(new Thing());
        assertEquals(null, instances.callScope());
        assertEquals("constructors", instances.toString());
    }

    @Test
    void asksTheProviderWithTheHighestPriority() throws Exception {
        attributes.put("started", "");

        assertEquals("the container", maker(application(LowProvider.class.getName(), LateProvider.class.getName())));
        assertEquals("the provider that is asked last", maker(application(LowProvider.class.getName())));
    }

    @Test
    void goesOnToTheNextProviderWhereOneFindsNothing() throws Exception {
        assertEquals(
                "the provider that is asked last",
                maker(application(LateProvider.class.getName(), LowProvider.class.getName())));
    }

    @Test
    void takesTheContainerWhenItHasStarted() throws Exception {
        ApplicationInstances instances = application(LateProvider.class.getName());

        assertTrue(instances.isPending());
        assertEquals("a constructor", maker(instances));
        attributes.put("started", "");
        assertFalse(instances.isPending());
        assertEquals("the container", maker(instances));
        attributes.clear();
        assertEquals("the container", maker(instances), "chosen once");
    }

    @Test
    void choosesConstructorsForGoodWhenTheApplicationHasStarted() throws Exception {
        ApplicationInstances instances = application(LateProvider.class.getName());
        instances.settle();
        int asked = LateProvider.asked;

        assertEquals("a constructor", maker(instances));
        assertEquals(null, instances.callScope());
        assertFalse(instances.isPending());
        assertEquals(asked, LateProvider.asked);
        assertEquals("constructors", instances.toString());
    }

    @Test
    void settlesOnWhatHasStarted() throws Exception {
        ApplicationInstances instances = application(LateProvider.class.getName());
        attributes.put("started", "");
        instances.settle();
        attributes.clear();
        instances.settle();

        assertEquals("the container", maker(instances));
    }

    /** A container that has not started, and that nothing on the class path tells of. */
    public static final class SilentProvider implements InstanceFactoryProvider {
        private static int asked;

        @Override
        public @Nullable InstanceFactory find(Attributes attributes) {
            asked++;
            return null;
        }
    }

    private ApplicationInstances client(String... providers) throws IOException {
        ApplicationInstances none = application(providers);
        assertEquals("constructors", none.toString());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loaders.get(loaders.size() - 1));
        try {
            return ApplicationInstances.ofThread(parameters::get);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void looksOnceForAClientWhereNothingMayComeLater() throws Exception {
        ApplicationInstances client = client(SilentProvider.class.getName());
        assertEquals("a constructor", maker(client));
        int asked = SilentProvider.asked;
        assertEquals("a constructor", maker(client));
        assertEquals(null, client.callScope());
        assertEquals(asked, SilentProvider.asked);

        ApplicationInstances waiting = client(LateProvider.class.getName());
        asked = LateProvider.asked;
        assertEquals("a constructor", maker(waiting));
        assertEquals("a constructor", maker(waiting));
        assertEquals(asked + 2, LateProvider.asked);
        assertTrue(waiting.isPending());
    }

    @Test
    void keepsLookingForAServerThatHasNotStarted() throws Exception {
        ApplicationInstances server = application(SilentProvider.class.getName());
        assertEquals("a constructor", maker(server));
        int asked = SilentProvider.asked;
        assertEquals("a constructor", maker(server));
        assertEquals(asked + 1, SilentProvider.asked);
    }

    @Test
    void passesOverProvidersThatCannotBeLoaded() throws Exception {
        ApplicationInstances instances = application(
                "com.example.Missing",
                BrokenProvider.class.getName(),
                LowProvider.class.getName(),
                Thing.class.getName());

        assertEquals("the provider that is asked last", maker(instances));
    }

    @Test
    void theApplicationsAttributeStandsAboveProviders() throws Exception {
        attributes.put(ApplicationInstances.NAME, new Named("the attribute"));

        assertEquals("the attribute", maker(application(LowProvider.class.getName())));
    }

    @Test
    void theApplicationsParameterStandsAboveProviders() throws Exception {
        parameters.put(ApplicationInstances.NAME, " " + Named.class.getName() + " ");

        assertEquals("the class of the parameter", maker(application(LowProvider.class.getName())));
    }

    @Test
    void refusesWrongParameters() {
        for (String wrong : List.of("com.example.Missing", Thing.class.getName(), LowProvider.class.getName())) {
            parameters.put(ApplicationInstances.NAME, wrong);
            String message = assertThrows(IllegalArgumentException.class, this::application)
                    .getMessage();
            assertTrue(message.startsWith("dev.tautline.instances is \"" + wrong + "\"; it must name"), message);
        }
    }

    @Test
    void refusesAWrongAttribute() throws Exception {
        attributes.put(ApplicationInstances.NAME, "a string");
        ApplicationInstances instances = application();

        String message = assertThrows(IllegalStateException.class, () -> maker(instances))
                .getMessage();
        assertTrue(message.contains("dev.tautline.instances holds a java.lang.String"), message);
    }

    @Test
    void callsUnderTheLoaderOfTheApplication() throws Exception {
        ApplicationInstances instances = application(LowProvider.class.getName());
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        Thing thing = instances.create(Thing.class);
        assertThrows(InstantiationException.class, () -> instances.check(Thing.class));
        instances.destroy(thing);

        assertEquals(List.of("create application", "check application", "destroy application"), Named.CALLS);
        assertSame(before, Thread.currentThread().getContextClassLoader());
        CallScope scope = instances.callScope();
        assertNotNull(scope);
        scope.enter().run();
        assertEquals("end", Named.CALLS.get(3));
    }

    @Test
    void keepsTheFactoryThatWasGiven() throws Exception {
        assertEquals("mine", maker(ApplicationInstances.ofThread(new Named("mine"))));
    }
}
