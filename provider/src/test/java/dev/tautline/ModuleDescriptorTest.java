// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the compiled module lets out and asks for. */
class ModuleDescriptorTest {
    private static final ModuleDescriptor MODULE = ModuleFinder.of(
                    Path.of(System.getProperty("basedir", "."), "target", "classes"))
            .find("dev.tautline")
            .orElseThrow()
            .descriptor();

    @Test
    void internalRoomsAreOpenToOurOwnModulesOnly() {
        for (Exports exports : MODULE.exports()) {
            boolean internal = exports.source().startsWith("dev.tautline.internal");
            assertEquals(internal, exports.isQualified(), exports.source());
            assertTrue(
                    exports.targets().stream().allMatch(target -> target.startsWith("dev.tautline.")),
                    exports.source());
        }
        assertEquals(Set.of(), MODULE.opens());
    }

    @Test
    void everyPublicRoomIsExported() {
        Set<String> exported = MODULE.exports().stream().map(Exports::source).collect(toSet());
        Set<String> rooms = MODULE.packages().stream()
                .filter(name -> !name.startsWith("dev.tautline.internal"))
                .collect(toSet());
        rooms.removeAll(exported);
        assertEquals(Set.of(), rooms);
    }

    @Test
    void nothingIsRequiredButTheJdk() {
        Set<String> required = MODULE.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .collect(toSet());
        assertEquals(Set.of("java.base"), required);
    }
}
