// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.runtime.ClientShare;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client session leaves when it ends, or does not come about. */
class ClientOwnerTest {
    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();
    private final URLClassLoader application = new URLClassLoader(new URL[0], before);

    @AfterEach
    void leave() throws IOException {
        thread.setContextClassLoader(before);
        application.close();
    }

    @Test
    void errorsOfTheApplicationKeepNothing() {
        thread.setContextClassLoader(application);
        List<String> told = new ArrayList<>();
        try (TautlineContainer container = new TautlineContainer()) {
            ClientOwner owner = new ClientOwner(container, new SessionRegistry());
            owner.onEnd(() -> told.add("configurator"));
            owner.acquire();
            owner.onEnd(() -> {
                throw new NoClassDefFoundError("com/example/Gone");
            });
            CompletableFuture<?> stopped = ClientShare.end(application);
            owner.onEnd(() -> told.add(stopped.isDone() ? "late" : "coders"));
            assertFalse(stopped.isDone());
            owner.abandon();
            owner.abandon();
            assertEquals(List.of("coders", "configurator"), told);
            assertTrue(stopped.isDone());
        }
    }

    @Test
    void stoppingApplicationWaitsUntilAllHasEnded() {
        thread.setContextClassLoader(application);
        try (TautlineContainer container = new TautlineContainer()) {
            ClientOwner owner = new ClientOwner(container, new SessionRegistry());
            owner.acquire();
            CompletableFuture<?> stopped = ClientShare.end(application);
            List<Boolean> early = new ArrayList<>();
            owner.onEnd(() -> early.add(stopped.isDone()));
            owner.ended();
            early.add(stopped.isDone());
            owner.abandon();
            assertEquals(List.of(false, false), early);
            assertTrue(stopped.isDone());
        }
    }
}
