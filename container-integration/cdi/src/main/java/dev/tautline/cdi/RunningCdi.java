// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import dev.tautline.jakarta.injection.InstanceFactoryProvider;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDIProvider;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Looks for the CDI container of the application whose context class loader the thread has. Made where the API is that the application sees. */
final class RunningCdi implements InstanceFactoryProvider {
    private static final System.Logger LOG = System.getLogger(RunningCdi.class.getName());

    /** Where servlet containers and Weld put an application's bean manager; Weld's own name first. */
    private static final List<String> ATTRIBUTES =
            List.of("org.jboss.weld.environment.servlet." + BeanManager.class.getName(), BeanManager.class.getName());

    /** CDI integration 4.1 §4.3 for servers, and what the documentation of Weld tells to set up in Tomcat and Jetty. */
    private static final List<String> JNDI_NAMES = List.of("java:comp/BeanManager", "java:comp/env/BeanManager");

    RunningCdi() {}

    @Override
    public @Nullable CdiInstances find(Attributes attributes) {
        BeanManager beans = ofAttributes(attributes);
        if (beans == null) {
            beans = ofCurrent();
        }
        if (beans == null) {
            beans = ofJndi();
        }
        return beans == null ? null : new CdiInstances(beans);
    }

    /** First, because it is this application's for certain: CDI.current() of an API that several applications share remembers the first one's provider. */
    private static @Nullable BeanManager ofAttributes(Attributes attributes) {
        for (String name : ATTRIBUTES) {
            if (attributes.get(name) instanceof BeanManager beans) {
                return beans;
            }
        }
        return null;
    }

    private static @Nullable BeanManager ofCurrent() {
        try {
            return jakarta.enterprise.inject.spi.CDI.current().getBeanManager();
        } catch (RuntimeException | ServiceConfigurationError e) {
            // No container, none for this application, or several in a program that has no single one.
            LOG.log(System.Logger.Level.TRACE, "CDI.current()", e);
            return null;
        }
    }

    @SuppressWarnings("BanJNDI") // The names are constants, of the application's own naming context.
    private static @Nullable BeanManager ofJndi() {
        for (String name : JNDI_NAMES) {
            try {
                if (InitialContext.doLookup(name) instanceof BeanManager beans) {
                    return beans;
                }
            } catch (NamingException e) {
                LOG.log(System.Logger.Level.TRACE, name, e);
            }
        }
        return null;
    }

    /** A container is on the class path. */
    @Override
    public boolean mayComeLater() {
        try {
            Iterator<CDIProvider> containers =
                    ServiceLoader.load(CDIProvider.class).iterator();
            return containers.hasNext();
        } catch (ServiceConfigurationError e) {
            return false;
        }
    }
}
