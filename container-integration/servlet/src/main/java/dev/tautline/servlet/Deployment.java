// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.spec.UpgradeRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Our part of one web application: its filters, its responders and its share of the runtime. Made while the application starts, by whichever
 * face comes first; ends with {@code contextDestroyed}.
 */
public final class Deployment {
    private static final System.Logger LOG = System.getLogger(Deployment.class.getName());
    private static final String ATTRIBUTE = Deployment.class.getName();

    /** How long a stopping application waits for its peers' close frames. */
    private static final Duration SHUTDOWN_DEADLINE = Duration.ofSeconds(10);

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

    private final ServletContext context;
    private final EngineRuntime runtime;
    private final List<UpgradeResponder> responders = new CopyOnWriteArrayList<>();
    private final Set<UpgradeResponder> adopted = ConcurrentHashMap.newKeySet();
    private final EventSources eventSources = new EventSources();
    /** What is adopted from now on is shut down at once. */
    private volatile boolean ending;

    private final TransportChoice transportChoice;
    private final Takeovers takeovers;
    private final UpgradeFilter upgradeFilter;
    private final FilterRegistration.Dynamic upgradeRegistration;

    private Deployment(ServletContext context) {
        this.context = context;
        this.transportChoice = TransportChoice.parse(context.getInitParameter(TransportChoice.PARAMETER));
        this.takeovers = new Takeovers(transportChoice, this::closeConnections);
        FilterRegistration.Dynamic gate =
                register("dev.tautline.gate", new GateFilter(this, ContainerFilter.unwraps(context)));
        gate.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        register("dev.tautline.eventstream", new EventStreamFilter())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.ASYNC), false, "/*");
        this.upgradeFilter = new UpgradeFilter(this);
        this.upgradeRegistration = register("dev.tautline.upgrade", upgradeFilter);
        // Last: nobody gives back the share of a deployment that was not made.
        this.runtime = EngineRuntime.acquire(context);
    }

    private FilterRegistration.Dynamic register(String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        if (registration == null) {
            throw new IllegalStateException("A filter named " + name + " exists already in " + name(context));
        }
        registration.setAsyncSupported(true);
        return registration;
    }

    /**
     * The deployment of an application, made at the first call.
     *
     * @param context as {@code ServletContainerInitializer.onStartup} has it
     * @throws IllegalStateException if the application has started already, or {@code context} is a listener's
     */
    public static Deployment of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Deployment existing) {
            return existing;
        }
        Deployment deployment;
        try {
            deployment = new Deployment(context);
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw tooLate(e);
        }
        try {
            context.addListener(deployment.new Life());
        } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
            EngineRuntime.release(context);
            throw tooLate(e);
        }
        context.setAttribute(ATTRIBUTE, deployment);
        return deployment;
    }

    private static IllegalStateException tooLate(RuntimeException cause) {
        return new IllegalStateException(
                "Tautline was not there when the application started: let the container find the ServletContainerInitializer of"
                        + " its jar, or add " + DeploymentInitializer.class.getName() + " to an embedded container",
                cause);
    }

    /**
     * The deployment of an application for a listener of its {@code web.xml}, made at the first call. One that the listener made ends when the
     * listener calls {@link #end}; one that an initializer made ends by itself.
     *
     * @param context as {@code contextInitialized} of a listener that is declared in {@code web.xml} or by annotation has it
     */
    public static Deployment ofListener(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Deployment existing) {
            return existing;
        }
        Deployment deployment = new Deployment(context);
        deployment.mapUpgradeFilter();
        context.setAttribute(ATTRIBUTE, deployment);
        return deployment;
    }

    /**
     * The deployment that an application has.
     *
     * @throws IllegalStateException if it has none
     */
    public static Deployment existing(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Deployment existing) {
            return existing;
        }
        throw new IllegalStateException(
                "The application at " + name(context)
                        + " was started without the initializer of tautline-servlet: add "
                        + DeploymentInitializer.class.getName()
                        + " to its ServletContainerInitializers, or call Deployment.ofListener in a ServletContextListener of its web.xml");
    }

    /** The context path of an application, {@code /} for the root. */
    static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }

    private void mapUpgradeFilter() {
        upgradeRegistration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, "/*");
    }

    /** Closes every connection with 1001, waits 10 s at most, and gives the share of the runtime back. Idempotent. */
    public void end() {
        try {
            closeConnections();
            responders.clear();
            adopted.clear();
            takeovers.close();
        } finally {
            EngineRuntime.release(context);
        }
    }

    /** Adds a face or a server. Requests that several handle go to the one added first. */
    public void add(UpgradeResponder responder) {
        responders.add(responder);
    }

    /** Ends {@link #add}; the responder is shut down no more when the application stops. */
    void remove(UpgradeResponder responder) {
        responders.remove(responder);
    }

    /** A server that is given its requests by the application: it is only shut down when the application stops. */
    void adopt(UpgradeResponder responder) {
        adopted.add(responder);
        if (ending) {
            var unused = responder.shutdown();
        }
    }

    /**
     * Performs an upgrade on a request that the application holds, wherever it stands.
     *
     * @param request an {@code HttpServletRequest}
     * @param response its {@code HttpServletResponse}, uncommitted
     * @param responder decides; the calling thread waits for it, 30 s at most. What it throws is answered with 500
     * @throws IllegalArgumentException if request and response are something else
     * @throws IllegalStateException if the response is committed
     */
    public void upgrade(
            Object request, Object response, Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> responder)
            throws IOException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse httpResponse)) {
            throw new IllegalArgumentException(
                    "upgradeHttpToWebSocket takes an HttpServletRequest and its HttpServletResponse");
        }
        if (httpResponse.isCommitted()) {
            throw new IllegalStateException("The response is committed: nothing may be written before the upgrade");
        }
        ServletUpgradeRequest asked = new ServletUpgradeRequest(PendingUpgrade.original(http), http);
        upgradeFilter.perform(UpgradeFilter.ask(responder, asked), http, httpResponse);
    }

    /** The runtime that connections of this application share. */
    public EngineRuntime runtime() {
        return runtime;
    }

    /** For a line of the start-up log: on which transports connections will run on this server, and why. */
    public String transport() {
        return takeovers.announcement(context);
    }

    EventSources eventSources() {
        return eventSources;
    }

    UpgradeFilter upgradeFilter() {
        return upgradeFilter;
    }

    TransportChoice transportChoice() {
        return transportChoice;
    }

    Duration handshakeTimeout() {
        return HANDSHAKE_TIMEOUT;
    }

    @Nullable UpgradeResponder responderFor(UpgradeRequest request) {
        for (UpgradeResponder responder : responders) {
            if (responder.handles(request)) {
                return responder;
            }
        }
        return null;
    }

    ConnectionTakeover takeoverFor(HttpServletRequest request) {
        return takeovers.choose(request);
    }

    /** Accepts nothing more and closes what is open with 1001. */
    private void closeConnections() {
        ending = true;
        Stream<CompletableFuture<?>> servers = Stream.concat(responders.stream(), adopted.stream())
                .distinct()
                .map(responder -> responder.shutdown().toCompletableFuture());
        CompletableFuture<?>[] shutdowns = Stream.concat(
                        servers, Stream.of(eventSources.shutdown(), ClientShare.end(context.getClassLoader())))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(shutdowns).get(SHUTDOWN_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    Level.INFO,
                    "Some peers of {0} did not answer the close frame in time; their connections are cut",
                    name(context));
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "Closing the connections of " + name(context) + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Maps the upgrade filter behind the filters of the application, and ends the deployment with it. */
    private final class Life implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            mapUpgradeFilter();
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            end();
        }
    }
}
