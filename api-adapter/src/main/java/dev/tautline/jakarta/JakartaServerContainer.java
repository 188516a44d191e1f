// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.jakarta.endpoint.ApplicationEndpoints;
import dev.tautline.jakarta.endpoint.DeploymentFaults;
import dev.tautline.jakarta.endpoint.EndpointDescriptor;
import dev.tautline.jakarta.endpoint.UriTemplates;
import dev.tautline.jakarta.injection.ApplicationInstances;
import dev.tautline.jakarta.injection.InstanceFactory;
import dev.tautline.spec.UpgradeRequest;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The server container of one web application: its endpoints and their sessions. Any thread may call any method. One invalid endpoint refuses the
 * application: while it starts, the first failed deployment removes every endpoint, and no further one is accepted (Jakarta WebSocket §5.2.1).
 */
public final class JakartaServerContainer extends ContainerDefaults implements ServerContainer, UpgradeResponder {
    private static final System.Logger LOG = System.getLogger(JakartaServerContainer.class.getName());

    private final EndpointHandshakes handshakes;
    private final ServerSessions sessions;
    private final InstanceFactory instances;
    private final HttpUpgrade httpUpgrade;

    /** What has to be ended when no session is left. */
    private final Queue<Runnable> endings = new ConcurrentLinkedQueue<>();

    private final DeployedEndpoints endpoints = new DeployedEndpoints(endings::add);

    /**
     * A container without endpoints.
     *
     * @param parameters the options by name, those of clients included; {@code null} for the default
     * @param applicationLoader the class loader under which the application's code runs
     * @param httpUpgrade how {@link #upgradeHttpToWebSocket} reaches the HTTP server
     * @param httpSessions what the HTTP server knows of its sessions; it tells of changes by {@link #httpSessionIdChanged} and {@link #httpSessionEnded}
     */
    public JakartaServerContainer(
            EngineRuntime runtime,
            Function<String, @Nullable String> parameters,
            ClassLoader applicationLoader,
            InstanceFactory instances,
            HttpUpgrade httpUpgrade,
            HttpSessions httpSessions) {
        super(JakartaOptions.from(parameters), parameters, instances);
        this.sessions = new ServerSessions(this, runtime, applicationLoader, httpSessions);
        this.handshakes = new EndpointHandshakes(runtime, parameters, this, sessions);
        this.instances = instances;
        this.httpUpgrade = httpUpgrade;
    }

    /**
     * Deploys what an application has at its start; reports the faults of all endpoints at once.
     *
     * @throws DeploymentException if any endpoint is invalid; the application then has none
     */
    public void deploy(ApplicationEndpoints application) throws DeploymentException {
        deploy(application.annotated(), application.configs());
    }

    @Override
    public void addEndpoint(Class<?> endpointClass) throws DeploymentException {
        deploy(Set.of(Objects.requireNonNull(endpointClass, "endpointClass")), Set.of());
    }

    @Override
    public void addEndpoint(ServerEndpointConfig config) throws DeploymentException {
        deploy(Set.of(), Set.of(Objects.requireNonNull(config, "config")));
    }

    /** The application has started: a later deployment that fails fails alone. */
    public void applicationStarted() {
        endpoints.applicationStarted();
    }

    /** Describing asks code of the application, and so does ending: both are outside of the lock, whoever deploys meanwhile. */
    private void deploy(Set<Class<?>> annotated, Set<ServerEndpointConfig> configs) throws DeploymentException {
        endpoints.requireDeployable();
        DeploymentFaults faults = new DeploymentFaults();
        List<DeployedEndpoints.Described> described = new ArrayList<>();
        boolean refused;
        try {
            for (Class<?> type : annotated) {
                if (!endpoints.isDeployed(type)) {
                    describe(EndpointDescriptor.annotated(type, instances, faults), type, described, faults);
                }
            }
            for (ServerEndpointConfig config : configs) {
                describe(EndpointDescriptor.programmatic(config, instances, faults), null, described, faults);
            }
            refused = endpoints.deploy(described, faults);
        } finally {
            described.forEach(left -> end(left.endpoint()::end));
        }
        if (refused) {
            end();
        }
        faults.throwIfAny();
    }

    private void describe(
            @Nullable EndpointDescriptor endpoint,
            @Nullable Class<?> annotated,
            List<DeployedEndpoints.Described> described,
            DeploymentFaults faults) {
        if (endpoint == null) {
            return;
        }
        DeployedEndpoints.Described made = new DeployedEndpoints.Described(endpoint, annotated);
        described.add(made);
        try {
            handshakes.check(endpoint);
        } catch (DeploymentException e) {
            described.remove(made);
            end(endpoint::end);
            faults.add(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    @Override
    public boolean handles(UpgradeRequest request) {
        return endpoints.match(request.path()) != null;
    }

    @Override
    public CompletionStage<UpgradeAnswer> respond(UpgradeRequest request) {
        UriTemplates.Match<EndpointDescriptor> match = endpoints.match(request.path());
        if (match == null) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("No endpoint is deployed at " + request.path() + " any more"));
        }
        return answer(request, match.target(), match.pathParameters());
    }

    /** What the application throws in its configurator or constructor is a failed answer: never text for the peer. */
    private CompletionStage<UpgradeAnswer> answer(
            UpgradeRequest request, EndpointDescriptor endpoint, Map<String, String> pathParameters) {
        try {
            if (instances instanceof ApplicationInstances application) {
                application.settle();
            }
            return CompletableFuture.completedFuture(handshakes.answer(request, endpoint, pathParameters));
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void upgradeHttpToWebSocket(
            Object httpServletRequest,
            Object httpServletResponse,
            ServerEndpointConfig config,
            Map<String, String> pathParameters)
            throws IOException, DeploymentException {
        DeploymentFaults faults = new DeploymentFaults();
        EndpointDescriptor endpoint = EndpointDescriptor.programmatic(config, instances, faults);
        if (endpoint != null) {
            handshakes.check(endpoint);
        }
        faults.throwIfAny();
        Map<String, String> parameters = Map.copyOf(pathParameters);
        httpUpgrade.upgrade(
                httpServletRequest,
                httpServletResponse,
                request -> answer(request, Objects.requireNonNull(endpoint), parameters));
    }

    /**
     * Closes the sessions of a user who has logged out, with 1008. For applications whose log-out does not end the HTTP session
     * ({@code HttpServletRequest.logout}, a token that is withdrawn, another store of sessions); where it does, the sessions end by themselves.
     *
     * @param userName the name of the {@code Principal} that the handshake was made by
     * @return how many sessions were told to close
     */
    public int logout(String userName) {
        return sessions.authenticated().loggedOut(Objects.requireNonNull(userName, "userName"));
    }

    /**
     * An HTTP session has ended, by time or by {@code invalidate}: the sessions of authenticated users whose handshake belonged to it are closed with
     * 1008 (Jakarta WebSocket §7.2). The servlet integration calls this for sessions of the servlet container. An application that
     * keeps them elsewhere (Spring Session) calls it itself.
     *
     * @return how many sessions were told to close
     */
    public int httpSessionEnded(String id) {
        return sessions.authenticated().httpSessionEnded(Objects.requireNonNull(id, "id"));
    }

    /** An HTTP session has another id from now on, as after a log-in; who calls this is said at {@link #httpSessionEnded}. */
    public void httpSessionIdChanged(String from, String to) {
        sessions.authenticated().idChanged(Objects.requireNonNull(from, "from"), Objects.requireNonNull(to, "to"));
    }

    @Override
    public CompletionStage<?> shutdown() {
        return CompletableFuture.allOf(sessions.shutdown(), clients().shutdown())
                .whenComplete((ended, failure) -> end());
    }

    /** To be done once, when the application has stopped and its sessions have ended, or when its deployment has failed. */
    public void onEnd(Runnable ending) {
        endings.add(ending);
    }

    private void end() {
        for (Runnable ending = endings.poll(); ending != null; ending = endings.poll()) {
            end(ending);
        }
    }

    private static void end(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "Something of the application could not be ended", e);
        }
    }

    @Override
    public Set<Extension> getInstalledExtensions() {
        return new HashSet<>(handshakes.installedExtensions());
    }
}
