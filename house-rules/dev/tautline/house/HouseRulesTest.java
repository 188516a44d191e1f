// SPDX-License-Identifier: Apache-2.0
package dev.tautline.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/**
 * What holds in every module. The parent project adds this file to the tests of each of them; it reads the class files of the
 * module it runs in, not the class path, so nothing can hide from it in a jar.
 */
class HouseRulesTest {
    private static final Pattern EMPTY_SUFFIX = Pattern.compile(".*(Impl|Base|Utils?|Manager|Helper)");
    private static final JavaClasses MAIN = classesIn("classes");
    private static final JavaClasses TESTS = classesIn("test-classes");

    private static JavaClasses classesIn(String output) {
        Path folder = Path.of(System.getProperty("basedir", "."), "target", output);
        ClassFileImporter importer = new ClassFileImporter();
        return Files.isDirectory(folder) ? importer.importPath(folder) : importer.importPaths(Set.of());
    }

    @Test
    void seesThisModule() {
        assertEquals(1, TESTS.stream().filter(HouseRulesTest::isThisClass).count());
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = MAIN.stream()
                .map(JavaClass::getPackage)
                .filter(room -> !isNullMarked(room))
                .map(JavaPackage::getName)
                .filter(name -> !name.isEmpty())
                .collect(toCollection(TreeSet::new));
        assertEquals(Set.of(), unmarked, "packages without @NullMarked in package-info.java: NullAway passes them by");
    }

    @Test
    void namesSayWhatAThingIs() {
        DescribedPredicate<JavaClass> emptySuffix = describe(
                "have a name that ends in Impl, Base, Util, Utils, Manager or Helper",
                type -> EMPTY_SUFFIX.matcher(type.getSimpleName()).matches());
        noClasses()
                .should(ArchCondition.from(emptySuffix))
                .allowEmptyShould(true)
                .check(MAIN);
        noClasses().should(ArchCondition.from(emptySuffix)).check(TESTS);
    }

    @Test
    void nothingOutlivesItsOwner() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .because("state in a thread of the container keeps an undeployed application alive")
                .allowEmptyShould(true)
                .check(MAIN);
        noMethods()
                .that()
                .haveName("finalize")
                .should()
                .haveRawParameterTypes(new Class<?>[0])
                .because("an owner closes what it owns")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void librariesLogByTheSystemLogger() {
        DescribedPredicate<JavaClass> program =
                resideInAnyPackage("dev.tautline.examples..", "dev.tautline.benchmarks..", "dev.tautline.tests..");
        noClasses()
                .that(not(program))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.juli..")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void testsWaitForEventsNotForTime() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .because("a sleep is either too short on a busy machine or too long on an idle one")
                .check(TESTS);
    }

    @Test
    void noTestIsSkipped() {
        methods().should().notBeAnnotatedWith(Disabled.class).check(TESTS);
        noClasses().should().beAnnotatedWith(Disabled.class).check(TESTS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Assumptions")
                .check(TESTS);
    }

    private static boolean isNullMarked(JavaPackage room) {
        return room.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    private static boolean isThisClass(JavaClass type) {
        return type.isEquivalentTo(HouseRulesTest.class);
    }
}
