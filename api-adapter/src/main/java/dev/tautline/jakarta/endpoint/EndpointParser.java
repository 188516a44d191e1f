// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks one endpoint and describes it. Goes on after a fault, so that all are found. */
final class EndpointParser {
    private final Class<?> endpointClass;
    private final InstanceFactory instances;
    private final DeploymentFaults faults;
    private final int earlierFaults;

    EndpointParser(Class<?> endpointClass, InstanceFactory instances, DeploymentFaults faults) {
        this.endpointClass = endpointClass;
        this.instances = instances;
        this.faults = faults;
        this.earlierFaults = faults.all().size();
    }

    @Nullable EndpointDescriptor annotated() {
        ServerEndpoint annotation = endpointClass.getAnnotation(ServerEndpoint.class);
        if (annotation == null) {
            fault("has no @ServerEndpoint");
            return null;
        }
        UriTemplate template = template(annotation.value());
        EndpointConfigurator configurator = configurator(annotation);
        CoderTable coders = checked(CoderTable.of(
                Arrays.asList(annotation.encoders()),
                Arrays.asList(annotation.decoders()),
                endpointClass.getName(),
                faults));
        faults.requireTokens(endpointClass, Arrays.asList(annotation.subprotocols()));
        EndpointMethods methods = methods(template, coders);
        if (template == null || configurator == null || !sound()) {
            if (configurator != null) {
                configurator.end();
            }
            return null;
        }
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(endpointClass, annotation.value())
                .encoders(Arrays.asList(annotation.encoders()))
                .decoders(Arrays.asList(annotation.decoders()))
                .subprotocols(Arrays.asList(annotation.subprotocols()))
                .configurator(configurator.configurator())
                .build();
        return new EndpointDescriptor(config, template, configurator, shape(coders, methods));
    }

    @Nullable EndpointDescriptor programmatic(ServerEndpointConfig config) {
        UriTemplate template = template(config.getPath());
        ServerEndpointConfig.Configurator given = config.getConfigurator();
        EndpointConfigurator configurator =
                EndpointConfigurator.of(given == null ? new DefaultConfigurator(instances) : given, instances);
        checkCreatable(configurator);
        CoderTable coders = checked(CoderTable.of(config, endpointClass.getName(), faults));
        faults.requireTokens(endpointClass, config.getSubprotocols());
        EndpointMethods methods = null;
        if (!Endpoint.class.isAssignableFrom(endpointClass)) {
            if (!endpointClass.isAnnotationPresent(ServerEndpoint.class) && !EndpointMethods.areIn(endpointClass)) {
                fault("is no endpoint: it neither extends Endpoint nor has annotated methods");
            }
            methods = methods(template, coders);
        }
        return template == null || !sound()
                ? null
                : new EndpointDescriptor(config, template, configurator, shape(coders, methods));
    }

    private EndpointShape shape(CoderTable coders, @Nullable EndpointMethods methods) {
        return new EndpointShape(endpointClass, instances, coders, methods);
    }

    private @Nullable UriTemplate template(@Nullable String path) {
        try {
            return UriTemplate.parse(path);
        } catch (DeploymentException e) {
            faults.add(endpointClass.getName() + ": " + e.getMessage() + ".");
            return null;
        }
    }

    private @Nullable EndpointConfigurator configurator(ServerEndpoint annotation) {
        try {
            EndpointConfigurator configurator = EndpointConfigurator.of(annotation.configurator(), instances);
            checkCreatable(configurator);
            return configurator;
        } catch (InstantiationException e) {
            faults.add(endpointClass.getName() + ": its configurator cannot be created. " + e.getMessage(), e);
            return null;
        }
    }

    private void checkCreatable(EndpointConfigurator configurator) {
        if (configurator.createsByFactory() && !CoderTable.isCreatable(endpointClass)) {
            fault("cannot be instantiated; it must be a class of its own that is not abstract, unless a Configurator"
                    + " overrides getEndpointInstance");
        } else if (configurator.createsByFactory()) {
            checkInstances(endpointClass);
        }
    }

    private CoderTable checked(CoderTable coders) {
        coders.encoderClasses().forEach(this::checkInstances);
        coders.decoderClasses().forEach(this::checkInstances);
        return coders;
    }

    private void checkInstances(Class<?> type) {
        try {
            instances.check(type);
        } catch (InstantiationException e) {
            faults.add(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    private EndpointMethods methods(@Nullable UriTemplate template, CoderTable coders) {
        return EndpointMethods.of(endpointClass, template == null ? List.of() : template.variables(), coders, faults);
    }

    private boolean sound() {
        return faults.all().size() == earlierFaults;
    }

    private void fault(String what) {
        faults.add(endpointClass.getName() + " " + what + ".");
    }
}
