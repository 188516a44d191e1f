// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseHooksTest {
    private final CloseHooks hooks = new CloseHooks();
    private final List<String> ran = new ArrayList<>();

    @Test
    void eachRunsOnce() {
        Runnable hook = () -> ran.add("hook");
        hooks.add(hook);
        hooks.add(hook);
        hooks.close();
        hooks.close();
        assertEquals(List.of("hook"), ran);
        assertFalse(hooks.add(hook));
    }

    @Test
    void oneThatFailsKeepsNoOtherFromRunning() {
        for (int i = 0; i < 4; i++) {
            hooks.add(new Failing());
        }
        hooks.close();
        assertEquals(List.of("failing", "failing", "failing", "failing"), ran);
    }

    private final class Failing implements Runnable {
        @Override
        public void run() {
            ran.add("failing");
            throw new IllegalStateException("a hook of the test");
        }
    }
}
