// SPDX-License-Identifier: Apache-2.0
package dev.tautline.proof;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

/**
 * Every test that the table of docs/native-api.md names has run and passed, in this build: {@code mvn verify} for those of the default build,
 * {@code mvn -pl container-integration/tests/proof -Dproof.of=node verify} behind the profile {@code node}, and so for {@code browser}.
 */
class NativeApiTableIT {
    /** The profiles that have tests of their own, in {@code src/<profile>/java}. */
    private static final List<String> PROFILES = List.of("node", "browser");

    private static final String PROOF_OF = System.getProperty("proof.of", "default");

    /** Tests of the contract are inherited: their module has them among its main classes. */
    private final JavaClasses classes = new ClassFileImporter()
            .importPaths(Project.find(name -> name.endsWith("target/test-classes")
                    || name.endsWith("container-integration/tests/contract/target/classes")));

    @Test
    void everyTestThatIsNamedHasRun() throws IOException, XMLStreamException {
        TestReports reports = TestReports.read();
        Set<NativeApiTable.Test> named = named();
        assertFalse(named.isEmpty() && PROOF_OF.equals("default"), "The table names no tests");
        Set<String> notRun = new TreeSet<>();
        Set<String> notPassed = new TreeSet<>();
        for (NativeApiTable.Test test : named) {
            List<Boolean> results = types(test.type())
                    .flatMap(type -> reports.of(type, test.method()).stream())
                    .toList();
            if (results.isEmpty()) {
                notRun.add(test.toString());
            } else if (results.contains(false)) {
                notPassed.add(test.toString());
            }
        }
        assertEquals(Set.of(), notRun, "tests that docs/native-api.md names and no report has");
        assertEquals(Set.of(), notPassed, "tests that docs/native-api.md names and that failed or were skipped");
    }

    /** The tests of the build that is to be proved. */
    private static Set<NativeApiTable.Test> named() throws IOException {
        Set<String> ofProfiles = namesIn(PROFILES.stream());
        Set<String> wanted = namesIn(PROFILES.stream().filter(PROOF_OF::equals));
        return NativeApiTable.tests().stream()
                .filter(test ->
                        PROOF_OF.equals("default") ? !ofProfiles.contains(test.type()) : wanted.contains(test.type()))
                .collect(toCollection(LinkedHashSet::new));
    }

    private static Set<String> namesIn(Stream<String> profiles) {
        return profiles.flatMap(profile ->
                        Project.find(name -> name.contains("/src/" + profile + "/java/") && name.endsWith(".java"))
                                .stream())
                .map(Path::getFileName)
                .map(file -> file.toString().replace(".java", ""))
                .collect(toCollection(TreeSet::new));
    }

    /** The classes whose reports count for a name in the table: itself, and the outermost of all that inherit from it or from one inside it. */
    private Stream<String> types(String name) {
        return classes.stream()
                .filter(type -> outermost(type).getSimpleName().equals(name))
                .flatMap(type -> Stream.concat(Stream.of(type), type.getAllSubclasses().stream()))
                .map(type -> outermost(type).getName())
                .distinct();
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(NativeApiTableIT::outermost).orElse(type);
    }
}
