// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The adapter knows jakarta.websocket and the provider: no servlet, no container. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", "."), "target", "classes"));

    @Test
    void knowsJakartaWebSocketAndTheProviderOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.tautline",
                        "dev.tautline.spec",
                        "dev.tautline.extension",
                        "dev.tautline.internal..",
                        "dev.tautline.jakarta..",
                        "jakarta.websocket..",
                        "java..",
                        "javax.net.ssl",
                        "org.jspecify.annotations"))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.tautline.(jakarta..)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
