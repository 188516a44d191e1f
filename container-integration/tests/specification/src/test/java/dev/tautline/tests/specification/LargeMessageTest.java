// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages that no heap could hold. */
class LargeMessageTest {
    @Test
    @Section({"2.1.3", "2.1.4"})
    @DisplayName("messages of 1 GB pass through 64 MB of heap in both directions, in parts and as a stream")
    void gigabyte() throws Exception {
        List<String> lines = ForkedJvm.run(
                LargeMessageProgram.class,
                ForkedJvm.classPath(entry -> entry),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=64m");
        assertTrue(lines.contains("server " + LargeMessageProgram.GIGABYTE), () -> String.join("\n", lines));
        assertTrue(lines.contains("client " + LargeMessageProgram.GIGABYTE), () -> String.join("\n", lines));
    }
}
