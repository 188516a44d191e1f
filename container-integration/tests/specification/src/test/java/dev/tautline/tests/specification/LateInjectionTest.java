// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.injection.InstanceFactory;
import dev.tautline.jakarta.injection.InstanceFactoryProvider;
import dev.tautline.tests.contract.CapturedLog;
import jakarta.servlet.ServletContext;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container with injection that is on the application's class path and has not started while ours does. */
class LateInjectionTest {
    private static final String WARNING = "is deployed before the container with injection has started";
    private static final String STARTED = "injection has started";
    private static final Queue<Class<?>> CREATED = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path classes;

    @BeforeEach
    void forget() {
        CREATED.clear();
    }

    /** Finds injection once the application's attribute says so. */
    public static final class Late implements InstanceFactoryProvider {
        @Override
        public InstanceFactory find(Attributes attributes) {
            return attributes.get(STARTED) == null ? null : new Injection();
        }

        @Override
        public boolean mayComeLater() {
            return true;
        }
    }

    private static final class Injection implements InstanceFactory {
        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            CREATED.add(type);
            return InstanceFactory.ofConstructors().create(type);
        }

        @Override
        public void destroy(Object instance) {
            // Its objects own nothing.
        }
    }

    public static class Configurator extends ServerEndpointConfig.Configurator {}

    @ServerEndpoint(value = "/answer", configurator = Configurator.class)
    public static class Answer {
        @OnMessage
        public String answer(String text) {
            return "answer to " + text;
        }
    }

    /** What is logged while an application starts whose listener does this, and answers. */
    private List<String> warnings(Consumer<ServletContext> listener) throws IOException {
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(InstanceFactoryProvider.class.getName()), Late.class.getName());
        URL[] urls = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
                CapturedLog log = CapturedLog.start();
                WebApplication application = WebApplication.builder()
                        .endpoints(Answer.class)
                        .path("/late")
                        .with(context -> context.setParentClassLoader(loader))
                        .onStart(listener)
                        .start()) {
            assertEquals("answer to all", application.answer("/answer", "all"));
            return log.lines().stream().filter(line -> line.contains(WARNING)).toList();
        }
    }

    @Test
    @Section("7.1.1")
    @DisplayName("injection that has not come at the end of the start is warned of, once, and constructors serve")
    void neverComes() throws Exception {
        List<String> warnings = warnings(context -> {});
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("/late " + WARNING), warnings.get(0));
        assertEquals(List.of(), List.copyOf(CREATED));
    }

    @Test
    @Section("7.1.1")
    @DisplayName("injection that comes with a listener makes configurator and endpoint, and nobody is warned")
    void comesWithAListener() throws Exception {
        List<String> warnings = warnings(context -> context.setAttribute(STARTED, true));
        assertEquals(List.of(), warnings);
        assertEquals(List.of(Configurator.class, Answer.class), List.copyOf(CREATED));
    }
}
