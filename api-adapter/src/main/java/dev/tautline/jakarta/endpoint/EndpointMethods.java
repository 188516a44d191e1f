// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.endpoint.MessageReceiver.Kind;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The annotated methods of an endpoint class. */
record EndpointMethods(
        @Nullable EndpointMethod onOpen,
        @Nullable EndpointMethod onClose,
        @Nullable EndpointMethod onError,
        List<MessageMethod> onMessage) {

    /** Reads a class; {@code variables} are those of its path. */
    static EndpointMethods of(
            Class<?> endpointClass, Collection<String> variables, CoderTable table, DeploymentFaults faults) {
        return new Reader(endpointClass, variables, faults).read(table);
    }

    /** Whether a class has any annotated method. */
    static boolean areIn(Class<?> type) {
        return MethodFinder.methodsOf(type).stream()
                .anyMatch(method -> method.isAnnotationPresent(OnOpen.class)
                        || method.isAnnotationPresent(OnClose.class)
                        || method.isAnnotationPresent(OnError.class)
                        || method.isAnnotationPresent(OnMessage.class));
    }

    private static final class Reader {
        private final Class<?> endpointClass;
        private final Collection<String> variables;
        private final DeploymentFaults faults;
        private final GenericTypes generics;
        private final List<Method> methods;

        Reader(Class<?> endpointClass, Collection<String> variables, DeploymentFaults faults) {
            this.endpointClass = endpointClass;
            this.variables = variables;
            this.faults = faults;
            this.generics = GenericTypes.of(endpointClass);
            this.methods = MethodFinder.methodsOf(endpointClass);
        }

        EndpointMethods read(CoderTable table) {
            List<MessageMethod> messages = new ArrayList<>();
            for (Method method : MethodFinder.annotated(methods, OnMessage.class)) {
                MessageMethod message = parser(method).message(table);
                if (message != null) {
                    messages.add(message);
                }
            }
            faultTwoOfAKind(messages);
            return new EndpointMethods(
                    lifecycle(OnOpen.class, EndpointConfig.class, false),
                    lifecycle(OnClose.class, CloseReason.class, false),
                    lifecycle(OnError.class, Throwable.class, true),
                    List.copyOf(messages));
        }

        private MethodParser parser(Method method) {
            return new MethodParser(endpointClass, method, generics, variables, faults);
        }

        private @Nullable EndpointMethod lifecycle(
                Class<? extends Annotation> annotation, Class<?> subject, boolean required) {
            List<Method> found = MethodFinder.annotated(methods, annotation);
            String display = "@" + annotation.getSimpleName();
            EndpointMethod endpointMethod = null;
            for (Method method : found) {
                endpointMethod = parser(method).lifecycle(display, subject, required);
            }
            if (found.size() > 1) {
                faults.add(endpointClass.getName() + " has " + found.size() + " methods with " + display + ": "
                        + found.stream().map(Method::getName).sorted().collect(Collectors.joining(", "))
                        + "; there may be one.");
            }
            return endpointMethod;
        }

        private void faultTwoOfAKind(List<MessageMethod> messages) {
            Map<Kind, List<String>> names = new EnumMap<>(Kind.class);
            for (MessageMethod message : messages) {
                for (MessageShape shape : message.shapes()) {
                    names.computeIfAbsent(shape.kind(), kind -> new ArrayList<>())
                            .add(message.name());
                }
            }
            names.forEach((kind, taking) -> {
                if (taking.size() > 1) {
                    faults.add(endpointClass.getName() + " has " + taking.size() + " @OnMessage methods for " + kind
                            + " messages: " + taking.stream().sorted().collect(Collectors.joining(", "))
                            + "; there may be one.");
                }
            });
        }
    }
}
