// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.injection;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The instance factory of one application: the one that it names itself by {@value #NAME}, else the first that an {@link InstanceFactoryProvider} gives, CDI's
 * last, else constructors. As a container may start after this has been made, the choice is made by the first use that finds one; until then
 * constructors serve. They do for good from the first handshake of a server on, and for a client whose first use finds none that may come later. Any thread.
 */
public final class ApplicationInstances implements InstanceFactory {
    /** The context attribute that holds a factory, and the parameter that names the class of one. */
    public static final String NAME = "dev.tautline.instances";

    /** Of registrations one after the other; more is a class path that can't be read. */
    private static final int MAX_FAILURES = 16;

    private static final System.Logger LOG = System.getLogger(ApplicationInstances.class.getName());

    private final ClassLoader loader;
    private final InstanceFactoryProvider.Attributes attributes;
    private final List<InstanceFactoryProvider> providers;
    /** Of a client: nothing tells when its application has started. */
    private final boolean unannounced;

    private final AtomicReference<@Nullable InstanceFactory> chosen = new AtomicReference<>();

    private ApplicationInstances(
            ClassLoader loader,
            Function<String, @Nullable String> parameters,
            InstanceFactoryProvider.Attributes attributes,
            boolean unannounced) {
        this.loader = loader;
        this.unannounced = unannounced;
        this.attributes = attributes;
        this.providers = under(loader, () -> providers(loader));
        String named = parameters.apply(NAME);
        if (named != null && !named.isBlank()) {
            chosen.set(under(loader, () -> make(named.strip(), loader)));
        }
    }

    /**
     * Of an application.
     *
     * @param parameters its init parameters by name
     * @param attributes its attributes by name, as they are when an instance is needed
     * @throws IllegalArgumentException if the parameter names no class that works
     */
    public static ApplicationInstances of(
            ClassLoader loader,
            Function<String, @Nullable String> parameters,
            InstanceFactoryProvider.Attributes attributes) {
        return new ApplicationInstances(loader, parameters, attributes, false);
    }

    /**
     * Of the application whose context class loader the calling thread has.
     *
     * @param parameters of the client's container by name
     * @throws IllegalArgumentException if the parameter names no class that works
     */
    public static ApplicationInstances ofThread(Function<String, @Nullable String> parameters) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return new ApplicationInstances(
                context == null ? ApplicationInstances.class.getClassLoader() : context,
                parameters,
                attribute -> null,
                true);
    }

    /** Of the application whose context class loader the calling thread has, with a factory that was chosen already. */
    public static ApplicationInstances ofThread(InstanceFactory factory) {
        ApplicationInstances instances = ofThread(parameter -> null);
        instances.chosen.set(factory);
        return instances;
    }

    private static InstanceFactory make(String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader)
                    .asSubclass(InstanceFactory.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalArgumentException(
                    NAME + " is \"" + name + "\"; it must name a public " + InstanceFactory.class.getName()
                            + " with a public constructor without parameters. " + e,
                    e);
        }
    }

    private static List<InstanceFactoryProvider> providers(ClassLoader loader) {
        List<InstanceFactoryProvider> found = new ArrayList<>();
        Iterator<InstanceFactoryProvider> services =
                ServiceLoader.load(InstanceFactoryProvider.class, loader).iterator();
        while (hasNext(services)) {
            try {
                found.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.log(Level.WARNING, "A provider of instances can't be loaded and is passed over", e);
            }
        }
        found.sort(Comparator.comparingInt(InstanceFactoryProvider::priority).reversed());
        return List.copyOf(found);
    }

    private static boolean hasNext(Iterator<InstanceFactoryProvider> services) {
        for (int failures = 0; failures < MAX_FAILURES; failures++) {
            try {
                return services.hasNext();
            } catch (ServiceConfigurationError e) {
                LOG.log(Level.WARNING, "A provider of instances can't be found and is passed over", e);
            }
        }
        return false;
    }

    /** Whether instances come from constructors now, and may come from a container once the application's listeners have run. */
    public boolean isPending() {
        return under(loader, () -> find() == null && mayComeLater());
    }

    private boolean mayComeLater() {
        return providers.stream().anyMatch(InstanceFactoryProvider::mayComeLater);
    }

    /** The application has started: where no container has by now, constructors serve for good, and nobody looks for one again. */
    public void settle() {
        if (chosen.get() == null) {
            var unused = chosen.compareAndSet(null, under(loader, this::current));
        }
    }

    private InstanceFactory current() {
        return Objects.requireNonNullElse(find(), InstanceFactory.ofConstructors());
    }

    private @Nullable InstanceFactory find() {
        InstanceFactory found = chosen.get();
        if (found == null) {
            found = look();
            if (found == null && unannounced && !mayComeLater()) {
                found = InstanceFactory.ofConstructors();
            }
            if (found != null && !chosen.compareAndSet(null, found)) {
                found = chosen.get();
            }
        }
        return found;
    }

    private @Nullable InstanceFactory look() {
        Object attribute = attributes.get(NAME);
        if (attribute instanceof InstanceFactory own) {
            return own;
        } else if (attribute != null) {
            throw new IllegalStateException("The context attribute " + NAME + " holds a "
                    + attribute.getClass().getName() + "; it must be an " + InstanceFactory.class.getName()
                    + " of the same class loader");
        }
        for (InstanceFactoryProvider provider : providers) {
            InstanceFactory found = provider.find(attributes);
            if (found != null) {
                LOG.log(Level.DEBUG, "Instances come from {0}", found);
                return found;
            }
        }
        return null;
    }

    @Override
    public <T> T create(Class<T> type) throws InstantiationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return current().create(type);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void destroy(Object instance) {
        InstanceFactory maker = chosen.get();
        if (maker == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            maker.destroy(instance);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, instance.getClass().getName() + " could not be destroyed", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void check(Class<?> type) throws InstantiationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            current().check(type);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public @Nullable CallScope callScope() {
        return under(loader, () -> current().callScope());
    }

    private static <T extends @Nullable Object> T under(ClassLoader loader, Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What makes the instances now. */
    @Override
    public String toString() {
        InstanceFactory maker = chosen.get();
        return maker == null ? "constructors" : maker.toString();
    }
}
