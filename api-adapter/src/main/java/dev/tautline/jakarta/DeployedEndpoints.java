// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.jakarta.endpoint.DeploymentFaults;
import dev.tautline.jakarta.endpoint.EndpointDescriptor;
import dev.tautline.jakarta.endpoint.UriTemplates;
import jakarta.websocket.DeploymentException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one application by path, and what its deployments have come to. They are described before they come here and ended by who brought them: no code of
 * the application runs under the lock. Any thread.
 */
final class DeployedEndpoints {
    /** An endpoint on its way here. */
    record Described(EndpointDescriptor endpoint, @Nullable Class<?> annotated) {}

    private final UriTemplates<EndpointDescriptor> templates = new UriTemplates<>();
    private final Consumer<Runnable> onEnd;

    /** Guards what follows; deploying is one thread's at a time. */
    private final ReentrantLock deploying = new ReentrantLock();

    private final Set<Class<?>> annotatedClasses = new HashSet<>();

    private boolean started;
    private boolean failed;

    /** @param onEnd takes what ends an endpoint that has been deployed; called under the lock, only keeps it */
    DeployedEndpoints(Consumer<Runnable> onEnd) {
        this.onEnd = onEnd;
    }

    UriTemplates.@Nullable Match<EndpointDescriptor> match(String path) {
        return templates.match(path);
    }

    /** The application has started: a later deployment that fails fails alone. */
    void applicationStarted() {
        deploying.lock();
        try {
            started = true;
        } finally {
            deploying.unlock();
        }
    }

    /** @throws DeploymentException if the application has been refused */
    void requireDeployable() throws DeploymentException {
        deploying.lock();
        try {
            requireNotFailed();
        } finally {
            deploying.unlock();
        }
    }

    private void requireNotFailed() throws DeploymentException {
        if (failed) {
            throw new DeploymentException(
                    "An endpoint of this application could not be deployed, so it has none; correct the first fault reported");
        }
    }

    boolean isDeployed(Class<?> annotated) {
        deploying.lock();
        try {
            return annotatedClasses.contains(annotated);
        } finally {
            deploying.unlock();
        }
    }

    /**
     * Deploys what has been described, and refuses the application if that, or what was described before, has failed while it starts.
     *
     * @param described what is deployed is taken out of it
     * @param faults of the whole deployment; takes those of paths that are others' already
     * @return whether this has refused the application
     * @throws DeploymentException if another deployment has, meanwhile
     */
    boolean deploy(List<Described> described, DeploymentFaults faults) throws DeploymentException {
        deploying.lock();
        try {
            requireNotFailed();
            Iterator<Described> each = described.iterator();
            while (each.hasNext()) {
                if (add(each.next(), faults)) {
                    each.remove();
                }
            }
            failed = !started && !faults.isEmpty();
            if (failed) {
                templates.clear();
            }
            return failed;
        } finally {
            deploying.unlock();
        }
    }

    /** Jakarta WebSocket §6.4: "must only deploy the annotated endpoint once, and ignore the duplicate submission" */
    private boolean add(Described described, DeploymentFaults faults) {
        if (described.annotated() != null && annotatedClasses.contains(described.annotated())) {
            return false;
        }
        EndpointDescriptor endpoint = described.endpoint();
        try {
            templates.add(endpoint.template(), endpoint);
        } catch (DeploymentException e) {
            faults.add(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
            return false;
        }
        onEnd.accept(endpoint::end);
        if (described.annotated() != null) {
            annotatedClasses.add(described.annotated());
        }
        return true;
    }
}
