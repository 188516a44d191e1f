// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Client connections and the application that they belong to. */
class ClientShareTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** The last owner, so that no thread of the others' releases the runtime while the next test acquires it. */
    @BeforeEach
    void acquire() {
        EngineRuntime.acquire(this);
    }

    @AfterEach
    void release() {
        EngineRuntime.release(this);
    }

    @Test
    @DisplayName("an application that stops tells its own connections to go away and waits for all of them")
    void endsOwn() throws Exception {
        try (URLClassLoader application = new URLClassLoader(new URL[0]);
                URLClassLoader neighbour = new URLClassLoader(new URL[0])) {
            ClientShare first = ClientShare.acquire(application, () -> told.add("first"));
            ClientShare second = ClientShare.acquire(application, () -> told.add("second"));
            ClientShare other = ClientShare.acquire(neighbour, () -> told.add("other"));
            assertSame(first.runtime(), other.runtime());
            CompletableFuture<?> ended = ClientShare.end(application);
            assertEquals(List.of("first", "second"), told.stream().sorted().toList());
            first.release();
            first.release();
            assertFalse(ended.isDone());
            second.release();
            assertTrue(ended.isDone());
            assertTrue(ClientShare.end(application).isDone());
            other.release();
        }
    }
}
