// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import static dev.tautline.cdi.Beans.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.cdi.Beans.Bean;
import dev.tautline.cdi.Beans.ConfiguratorOfHttpSession;
import dev.tautline.cdi.Beans.Constructed;
import dev.tautline.cdi.Beans.Failing;
import dev.tautline.cdi.Beans.FailingBean;
import dev.tautline.cdi.Beans.FinalMethod;
import dev.tautline.cdi.Beans.Greeter;
import dev.tautline.cdi.Beans.OfHttpSession;
import dev.tautline.cdi.Beans.Piece;
import dev.tautline.cdi.Beans.Plain;
import dev.tautline.cdi.Beans.Shared;
import dev.tautline.cdi.Beans.Single;
import dev.tautline.cdi.Beans.Tracing;
import dev.tautline.cdi.Beans.Unsatisfied;
import dev.tautline.cdi.Beans.Visit;
import dev.tautline.jakarta.injection.ApplicationInstances;
import dev.tautline.jakarta.injection.CallScope;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances by CDI, with Weld. */
class CdiInstancesTest {
    private SeContainer weld;
    private InstanceFactory instances;

    @BeforeEach
    void start() {
        TOLD.clear();
        weld = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(
                        Greeter.class,
                        Tracing.class,
                        Piece.class,
                        Visit.class,
                        Bean.class,
                        FailingBean.class,
                        Shared.class,
                        Single.class,
                        FinalMethod.class,
                        OfHttpSession.class,
                        ConfiguratorOfHttpSession.class)
                .enableInterceptors(Tracing.class)
                .initialize();
        instances = new CdiProvider().find(attribute -> null);
    }

    @AfterEach
    void stop() {
        if (weld.isRunning()) {
            weld.close();
        }
    }

    @Test
    void injectsIntoAClassThatIsNoBean() throws Exception {
        Plain plain = instances.create(Plain.class);

        assertEquals("hello", plain.greeter.greet());
        assertTrue(plain.begun, "fields are set before @PostConstruct");
        assertEquals(List.of(), TOLD);
        instances.destroy(plain);
        assertEquals(List.of("plain ends", "piece ends"), TOLD);
        instances.destroy(plain);
        assertEquals(2, TOLD.size(), "ended once");
    }

    @Test
    void injectsIntoAConstructor() throws Exception {
        assertEquals("hello", instances.create(Constructed.class).greeter.greet());
    }

    @Test
    void givesEachSessionADependentBeanOfItsOwn() throws Exception {
        Bean one = instances.create(Bean.class);
        Bean other = instances.create(Bean.class);

        assertNotSame(one, other);
        one.call();
        assertEquals(List.of("around call", "call"), TOLD);
        TOLD.clear();
        instances.destroy(one);
        assertEquals(List.of("bean ends", "piece ends"), TOLD);
    }

    @Test
    void sharesWhatHasAScope() throws Exception {
        Shared one = instances.create(Shared.class);
        Shared other = instances.create(Shared.class);

        assertEquals(1, one.call());
        assertEquals(2, other.call(), "one object behind both, and a method that is not public");
        assertSame(instances.create(Single.class), instances.create(Single.class));
        instances.destroy(one);
        instances.destroy(instances.create(Single.class));
        assertEquals(List.of(), TOLD, "the scope ends it");
    }

    @Test
    void refusesMethodsThatAProxyCannotPassOn() {
        String fault = assertThrows(InstantiationException.class, () -> instances.check(FinalMethod.class))
                .getMessage();
        assertTrue(fault.contains("message is final, which a proxy can't pass on"), fault);
    }

    @Test
    void refusesEndpointsOfAnHttpSession() throws Exception {
        String fault = assertThrows(InstantiationException.class, () -> instances.create(OfHttpSession.class))
                .getMessage();
        assertTrue(fault.contains("it is @SessionScoped, and no HTTP session is there"), fault);
        instances.check(ConfiguratorOfHttpSession.class);
    }

    @Test
    void tellsWhatIsMissing() {
        InstantiationException fault =
                assertThrows(InstantiationException.class, () -> instances.check(Unsatisfied.class));
        assertTrue(
                fault.getMessage().startsWith(Unsatisfied.class.getName() + " can't be made by CDI"),
                fault.getMessage());
        assertTrue(fault.getMessage().contains("Missing"), fault.getMessage());
        assertNotNull(fault.getCause());
    }

    @Test
    void leavesNothingOfWhatFailedBehind() {
        InstantiationException fault =
                assertThrows(InstantiationException.class, () -> instances.create(Failing.class));

        assertTrue(fault.getMessage().contains("can't be made by CDI"), fault.getMessage());
        assertEquals(List.of("piece ends"), TOLD);
    }

    @Test
    void leavesNothingOfADependentBeanThatFailedBehind() {
        assertThrows(InstantiationException.class, () -> instances.create(FailingBean.class));

        assertEquals(List.of("piece ends"), TOLD);
    }

    @Test
    void leavesObjectsOfOthersAlone() {
        instances.destroy(new Plain());

        assertEquals(List.of(), TOLD);
    }

    @Test
    void keepsARequestContextForEachCall() throws Exception {
        CallScope scope = assertInstanceOf(CallScope.class, instances.callScope());
        Visit visit = weld.select(Visit.class).get();

        assertThrows(ContextNotActiveException.class, visit::number);
        assertEquals(List.of(0, 0), visits(scope, visit));
        assertEquals(List.of("visit", "visit ends"), TOLD);
        assertEquals(List.of(1, 1), visits(scope, visit));
    }

    private static List<Integer> visits(CallScope scope, Visit visit) {
        Runnable end = scope.enter();
        try {
            return List.of(visit.number(), visit.number());
        } finally {
            end.run();
        }
    }

    @Test
    void usesTheRequestContextThatIsThere() {
        CallScope scope = instances.callScope();
        Visit visit = weld.select(Visit.class).get();
        Runnable outer = scope.enter();
        assertEquals(0, visit.number());

        assertEquals(List.of(0, 0), visits(scope, visit));
        assertEquals(0, visit.number(), "the inner call has not ended it");
        outer.run();

        assertEquals(List.of("visit", "visit ends"), TOLD);
        assertThrows(ContextNotActiveException.class, visit::number);
    }

    @Test
    void keepsRequestContextsOfThreadsApart() throws Exception {
        CallScope scope = instances.callScope();
        Visit visit = weld.select(Visit.class).get();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Runnable outer = scope.enter();
            assertEquals(0, visit.number());
            Callable<List<Integer>> call = () -> visits(scope, visit);
            assertEquals(List.of(1, 1), other.submit(call).get());
            assertEquals(0, visit.number());
            outer.run();
        } finally {
            other.shutdown();
        }
    }

    @Test
    void findsTheContainerOfTheApplicationFirst() throws Exception {
        for (String attribute : List.of(
                BeanManager.class.getName(), "org.jboss.weld.environment.servlet." + BeanManager.class.getName())) {
            try (SeContainer own = SeContainerInitializer.newInstance()
                    .disableDiscovery()
                    .addBeanClasses(Shared.class)
                    .initialize()) {
                Map<String, Object> attributes = Map.of(attribute, own.getBeanManager());
                InstanceFactory found = new RunningCdi().find(attributes::get);

                assertEquals(1, own.select(Shared.class).get().call());
                assertEquals(2, found.create(Shared.class).call(), attribute);
            }
        }
        assertEquals(1, weld.select(Shared.class).get().call());
    }

    @Test
    void isTheChoiceOfAnApplicationOnceItHasStarted() throws Exception {
        weld.close();
        Function<String, String> none = parameter -> null;
        ApplicationInstances application = ApplicationInstances.ofThread(none);
        assertTrue(application.isPending(), "Weld is on the class path");
        assertNull(application.create(Plain.class).greeter, "by its constructor");

        start();

        assertFalse(application.isPending());
        assertNotNull(application.create(Plain.class).greeter);
        assertTrue(application.toString().startsWith("CDI"), application.toString());
    }
}
