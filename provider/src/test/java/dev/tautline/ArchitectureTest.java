// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls between the rooms of this module: arrows point down only, and the pure rooms stay pure. */
class ArchitectureTest {
    private static final String SPEC = "dev.tautline.spec";
    private static final String PROTOCOL = "dev.tautline.internal.protocol";
    /** What an application's own extension is made of. */
    private static final String OPEN_EXTENSION = "dev.tautline.extension";

    private static final String EXTENSION = "dev.tautline.internal.extension";
    /** The one thing in the pure rooms that connections share: native memory comes from bounded pools. */
    private static final String SHARED_POOLS = EXTENSION + ".DeflatePools";

    private static final String HANDSHAKE = "dev.tautline.internal.handshake";
    private static final String TRANSPORT = "dev.tautline.internal.transport";
    private static final String CHANNEL = "dev.tautline.internal.transport.channel";
    private static final String CONNECTION = "dev.tautline.internal.connection";
    private static final String DRAFT = "dev.tautline.internal.draft";
    private static final String RUNTIME = "dev.tautline.internal.runtime";
    private static final String HOST = "dev.tautline.internal.host";
    private static final String EVENT_SOURCE = "dev.tautline.eventsource";
    private static final String EVENT_SOURCE_ENGINE = "dev.tautline.internal.eventsource";
    private static final String CONNECTOR = "dev.tautline.internal.connector";

    /** What each room may see of the others. A package that is not here may not exist. */
    private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            entry(SPEC, Set.of()),
            entry(OPEN_EXTENSION, Set.of(SPEC)),
            entry(PROTOCOL, Set.of(SPEC, OPEN_EXTENSION)),
            entry(EXTENSION, Set.of(SPEC, OPEN_EXTENSION, PROTOCOL)),
            entry(HANDSHAKE, Set.of(SPEC, OPEN_EXTENSION, EXTENSION)),
            entry(TRANSPORT, Set.of(SPEC)),
            entry(CHANNEL, Set.of(SPEC, TRANSPORT)),
            entry(CONNECTION, Set.of(SPEC, OPEN_EXTENSION, PROTOCOL, EXTENSION, HANDSHAKE, TRANSPORT)),
            entry(DRAFT, Set.of(SPEC, EXTENSION, HANDSHAKE, TRANSPORT, CONNECTION)),
            entry(RUNTIME, Set.of(SPEC, PROTOCOL, EXTENSION, HANDSHAKE, TRANSPORT, CHANNEL, CONNECTION)),
            entry(EVENT_SOURCE, Set.of(SPEC)),
            entry(EVENT_SOURCE_ENGINE, Set.of(SPEC, EVENT_SOURCE, HANDSHAKE, TRANSPORT, CONNECTION)),
            entry(HOST, Set.of(SPEC, CONNECTION, RUNTIME)),
            entry(CONNECTOR, Set.of(SPEC, TRANSPORT, RUNTIME)),
            entry(
                    "dev.tautline",
                    Set.of(
                            SPEC,
                            OPEN_EXTENSION,
                            PROTOCOL,
                            EXTENSION,
                            HANDSHAKE,
                            TRANSPORT,
                            CONNECTION,
                            DRAFT,
                            RUNTIME,
                            HOST,
                            CONNECTOR)));

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", "."), "target", "classes"));

    static List<String> rooms() {
        return MAY_SEE.keySet().stream().sorted().toList();
    }

    @Test
    void everyPackageIsARoomOfThePicture() {
        Set<String> unknown = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.isEmpty() && !MAY_SEE.containsKey(name))
                .collect(toCollection(TreeSet::new));
        assertEquals(Set.of(), unknown, "packages that docs/architecture.md does not know");
        assertNotEquals(0, CLASSES.size());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void arrowsPointDown(String room) {
        Set<String> visible = new TreeSet<>(MAY_SEE.get(room));
        visible.add(room);
        DescribedPredicate<JavaClass> hidden = describe(
                "ours outside of " + visible,
                type -> type.getPackageName().startsWith("dev.tautline") && !visible.contains(type.getPackageName()));
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(hidden)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void roomsAreFreeOfCycles() {
        slices().assignedFrom(ByPackage.INSTANCE).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theJdkIsAllThatIsNeeded() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.tautline..", "java..", "javax.net..", "javax.security..", "org.jspecify.annotations"))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {OPEN_EXTENSION, PROTOCOL, EXTENSION, HANDSHAKE})
    void pureRoomsHaveNoInputOutputThreadsClocksOrLoggers(String room) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.channels..", "java.nio.file..", "javax.net..")
                        .or(resideInAnyPackage("java.time..", "java.util.logging"))
                        .or(resideInAPackage("java.net").and(not(URI.class, URISyntaxException.class)))
                        .or(resideInAPackage("java.io").and(not(UncheckedIOException.class, Serializable.class)))
                        .or(anyOf(ACTIVE)))
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {OPEN_EXTENSION, PROTOCOL, EXTENSION, HANDSHAKE})
    void pureRoomsHaveNoLocks(String room) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .and()
                .doNotHaveFullyQualifiedName(SHARED_POOLS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks")
                .orShould()
                .callMethod(Object.class, "wait")
                .orShould()
                .callMethod(Object.class, "notifyAll")
                .allowEmptyShould(true)
                .check(CLASSES);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(room)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** Types in shared JDK packages that run, block, tell the time or log. */
    private static final Set<String> ACTIVE = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.System$Logger",
            "java.lang.System$Logger$Level",
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.Date",
            "java.util.concurrent.BlockingQueue",
            "java.util.concurrent.CountDownLatch",
            "java.util.concurrent.CyclicBarrier",
            "java.util.concurrent.Executor",
            "java.util.concurrent.Future",
            "java.util.concurrent.Semaphore",
            "java.util.concurrent.ThreadFactory",
            "java.util.concurrent.TimeUnit");

    private static DescribedPredicate<JavaClass> anyOf(Set<String> names) {
        return describe("a type that runs, blocks, tells the time or logs", type -> names.stream()
                .anyMatch(type::isAssignableTo));
    }

    private static DescribedPredicate<JavaClass> not(Class<?>... types) {
        Set<Class<?>> spared = Set.of(types);
        return describe("other than " + spared, type -> spared.stream().noneMatch(type::isEquivalentTo));
    }

    private enum ByPackage implements SliceAssignment {
        INSTANCE;

        @Override
        public String getDescription() {
            return "the rooms";
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.startsWith("dev.tautline") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }
    }
}
