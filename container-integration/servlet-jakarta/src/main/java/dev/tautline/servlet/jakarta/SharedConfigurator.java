// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import dev.tautline.jakarta.endpoint.DefaultConfigurator;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Keeps our default configurator out of what all applications of a server share. Tomcat's edition of the API remembers the first default
 * that it finds in a static field, and its own initializer, which runs before ours, finds the one in this application: other
 * applications would ask it, and this one's class loader would stay after undeploy. The API's reference edition remembers nothing.
 */
final class SharedConfigurator {
    private static final System.Logger LOG = System.getLogger(SharedConfigurator.class.getName());

    private SharedConfigurator() {}

    /** Puts the server's own default where ours has been remembered, and makes the server remember its own where nothing has been yet. */
    static void giveBack() {
        ClassLoader server = ServerEndpointConfig.Configurator.class.getClassLoader();
        Field remembered = field();
        if (remembered == null || server == DefaultConfigurator.class.getClassLoader()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        thread.setContextClassLoader(server);
        try {
            remembered.setAccessible(true);
            giveBack(remembered);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "The server goes on using this application''s default configurator for all", e);
        } finally {
            thread.setContextClassLoader(application);
        }
    }

    private static void giveBack(Field remembered) throws ReflectiveOperationException {
        Object before = remembered.get(null);
        if (before != null && !(before instanceof DefaultConfigurator)) {
            return;
        }
        remembered.set(null, null);
        try {
            new ServerEndpointConfig.Configurator().getContainerDefaultConfigurator();
        } catch (RuntimeException e) {
            // No default but ours: the server has the API without a provider.
            remembered.set(null, before);
        }
    }

    private static @Nullable Field field() {
        try {
            return ServerEndpointConfig.Configurator.class.getDeclaredField("defaultImpl");
        } catch (NoSuchFieldException e) {
            return null;
        }
    }
}
