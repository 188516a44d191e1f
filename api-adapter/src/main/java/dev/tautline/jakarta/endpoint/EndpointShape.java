// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints of both roles are checked for and made with. Immutable.
 *
 * @param methods the annotated methods; {@code null} for an {@link Endpoint}
 */
record EndpointShape(
        Class<?> endpointClass,
        InstanceFactory instances,
        CoderTable coders,
        @Nullable EndpointMethods methods) {
    /** Whether {@code onError} of an {@link Endpoint} does something. */
    private boolean handlesErrors() {
        try {
            return endpointClass
                            .getMethod("onError", Session.class, Throwable.class)
                            .getDeclaringClass()
                    != Endpoint.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    Coders newCoders(EndpointConfig sessionConfig) throws InstantiationException {
        return Coders.create(coders, sessionConfig, instances);
    }

    EndpointBinding bind(Session session, Object instance, Map<String, String> pathParameters, Coders coders) {
        if (!endpointClass.isInstance(instance)) {
            throw new IllegalArgumentException(
                    instance.getClass().getName() + " is not the endpoint class " + endpointClass.getName() + ".");
        }
        return methods == null
                ? new ProgrammaticBinding((Endpoint) instance, session, handlesErrors())
                : new AnnotatedBinding(methods, session, instance, pathParameters, coders);
    }
}
