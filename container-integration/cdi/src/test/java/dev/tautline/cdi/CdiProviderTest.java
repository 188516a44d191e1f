// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tautline.jakarta.injection.InstanceFactoryProvider;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with us in it and no CDI, and applications that bring theirs. */
class CdiProviderTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader server;

    @BeforeEach
    void makeServer() {
        server = new URLClassLoader(
                locations(CdiProvider.class, InstanceFactoryProvider.class, ServerEndpoint.class, ClientEndpoint.class),
                ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void close() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        server.close();
    }

    @Test
    void anApplicationsCdiIsFoundFromTheServer() throws Exception {
        try (URLClassLoader first = application();
                URLClassLoader second = application()) {
            Object instances = findIn(first);
            assertNotNull(instances);
            assertEquals("CDI (" + manager(first).getClass().getName() + ")", instances.toString());
            assertSame(server.loadClass("dev.tautline.jakarta.injection.InstanceFactory"), factory(instances));

            // The same classes each time, and others for another application.
            Object again = findIn(first);
            assertNotNull(again);
            assertSame(instances.getClass(), again.getClass());
            Object others = findIn(second);
            assertNotNull(others);
            assertSame(second, others.getClass().getClassLoader().getParent());
        }
    }

    @Test
    void anApplicationWithoutCdiHasNone() throws Exception {
        try (URLClassLoader application = new URLClassLoader(new URL[0], server)) {
            assertNull(find(application, new Object()));
        }
    }

    private URLClassLoader application() throws ClassNotFoundException {
        return new URLClassLoader(
                locations(BeanManager.class, Inject.class, Interceptor.class, Class.forName("jakarta.el.ELResolver")),
                server);
    }

    private static URL[] locations(Class<?>... classes) {
        return Arrays.stream(classes)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
    }

    private static Class<?> factory(Object instances) {
        return instances.getClass().getInterfaces()[0];
    }

    private static Object manager(ClassLoader application) throws ClassNotFoundException {
        return proxy(application.loadClass(BeanManager.class.getName()), (self, method, arguments) -> null);
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private Object findIn(ClassLoader application) throws Exception {
        return find(application, manager(application));
    }

    /** What the server's class {@code InstanceFactoryProvider} finds, as the server asks it. */
    private Object find(ClassLoader application, Object attribute) throws Exception {
        Thread.currentThread().setContextClassLoader(application);
        Class<?> type = server.loadClass(InstanceFactoryProvider.class.getName());
        Class<?> attributes = server.loadClass(InstanceFactoryProvider.Attributes.class.getName());
        Object provider = ServiceLoader.load(type, application).findFirst().orElseThrow();
        assertSame(server, provider.getClass().getClassLoader());
        return type.getMethod("find", attributes)
                .invoke(provider, proxy(attributes, (self, method, arguments) -> attribute));
    }
}
