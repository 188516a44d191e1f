// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.tests.contract.application.ApplicationInitializer;
import dev.tautline.tests.contract.application.EventProbe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireRequest;
import dev.tautline.tests.contract.wire.WireStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;

/** Tomcat forgets the paths of an application as the first thing when it stops, then waits for the requests that are still open. */
class EventStreamStopTest {
    private final EventProbe probe = new EventProbe(EventSourceOptions.DEFAULTS);
    private final CompletableFuture<Void> forgotten = new CompletableFuture<>();

    @Test
    void eventsAreSentUntilTheApplicationHasStopped() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        try {
            Context context = application(tomcat);
            tomcat.start();
            // Behind Tomcat's own listener, which forgets the paths.
            context.addLifecycleListener(event -> {
                if (event.getType().equals(Lifecycle.BEFORE_STOP_EVENT)) {
                    forgotten.complete(null);
                }
            });
            streamWhileStopping(
                    new URI("http://127.0.0.1:" + tomcat.getConnector().getLocalPort()), context);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private Context application(Tomcat tomcat) {
        StandardContext context = (StandardContext) tomcat.addContext("", null);
        context.setParentClassLoader(EventStreamStopTest.class.getClassLoader());
        context.addServletContainerInitializer(new ApplicationInitializer(), ApplicationInitializer.ENDPOINTS);
        context.setUnloadDelay(2 * Await.DEADLINE.toMillis());
        tomcat.getConnector();
        return context;
    }

    private void streamWhileStopping(URI base, Context context) throws Exception {
        try (WireStream stream =
                WireRequest.get(base, probe.path())
                        .header("Connection", null)
                        .header("Accept", "text/event-stream")
                        .stream()) {
            stream.expect("retry: 5000\r\n\r\n");
            EventSource source = probe.source();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(
                    () -> {
                        try {
                            context.stop();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task).start());
            Await.result("the paths are forgotten", forgotten);
            Await.result("the send", source.send("still here").toCompletableFuture());
            stream.expect("data: still here\r\n\r\n");
            source.close();
            stream.expectEnd();
            probe.awaitClose();
            assertEquals(List.of("open", "close"), probe.heard());
            Await.result("the application has stopped", stopped);
        }
    }
}
