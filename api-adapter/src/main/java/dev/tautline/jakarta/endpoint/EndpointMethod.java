// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Session;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method as one handle of one type, whatever its parameters and their order: instance, session, subject (the message,
 * the configuration, the close reason or the error), last flag, values of the path parameters.
 */
final class EndpointMethod {
    /** What a parameter takes. {@code pathParameter} is its {@code @PathParam}, null for the others. */
    record Parameter(Role role, @Nullable PathVariable pathParameter) {}

    /** A path parameter's name and type. */
    record PathVariable(String name, TextConversion conversion) {}

    /** What a parameter is for, with its place among the handle's parameters. */
    enum Role {
        INSTANCE(0),
        SESSION(1),
        SUBJECT(2),
        LAST(3),
        PATH(4);

        private final int place;

        Role(int place) {
            this.place = place;
        }
    }

    private static final MethodType TYPE = MethodType.methodType(
            Object.class, Object.class, Session.class, Object.class, boolean.class, Object[].class);
    private static final MethodHandle ELEMENT = MethodHandles.arrayElementGetter(Object[].class);

    private final MethodHandle handle;
    private final List<PathVariable> pathVariables;

    private EndpointMethod(MethodHandle handle, List<PathVariable> pathVariables) {
        this.handle = handle;
        this.pathVariables = pathVariables;
    }

    /**
     * Arranges a method.
     *
     * @param method takes the instance, then the parameters
     */
    static EndpointMethod of(MethodHandle method, List<Parameter> parameters) {
        MethodHandle handle = method;
        List<PathVariable> variables = new ArrayList<>();
        int[] order = new int[parameters.size() + 1];
        order[0] = Role.INSTANCE.place;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            order[i + 1] = parameter.role().place;
            PathVariable variable = parameter.pathParameter();
            if (variable != null) {
                MethodHandle value = MethodHandles.insertArguments(ELEMENT, 1, variables.size());
                Class<?> declared = handle.type().parameterType(i + 1);
                handle = MethodHandles.filterArguments(
                        handle, i + 1, value.asType(MethodType.methodType(declared, Object[].class)));
                variables.add(variable);
            }
        }
        MethodType unordered = MethodType.methodType(
                Object.class,
                Arrays.stream(order).<Class<?>>mapToObj(TYPE::parameterType).toList());
        return new EndpointMethod(MethodHandles.permuteArguments(handle.asType(unordered), TYPE, order), variables);
    }

    /** Joins the method to a session's path parameters, which are converted once. */
    Bound bind(Object instance, Session session, Map<String, String> pathParameters) {
        @Nullable Object[] values = new @Nullable Object[pathVariables.size()];
        for (int i = 0; i < values.length; i++) {
            PathVariable variable = pathVariables.get(i);
            String text = pathParameters.get(variable.name());
            try {
                values[i] = text == null ? null : variable.conversion().convert(text);
            } catch (DecodeException e) {
                return new Bound(instance, session, values, variable.name(), e);
            }
        }
        return new Bound(instance, session, values, "", null);
    }

    /** The method of one instance in one session. */
    final class Bound {
        private final Object instance;
        private final Session session;
        private final @Nullable Object[] pathValues;
        private final String unconverted;
        private final @Nullable DecodeException failure;

        private Bound(
                Object instance,
                Session session,
                @Nullable Object[] pathValues,
                String unconverted,
                @Nullable DecodeException failure) {
            this.instance = instance;
            this.session = session;
            this.pathValues = pathValues;
            this.unconverted = unconverted;
            this.failure = failure;
        }

        /**
         * Calls the method.
         *
         * @return what it returned; null for void
         * @throws DecodeException when a path parameter could not be converted, too
         */
        @Nullable Object invoke(@Nullable Object subject, boolean last) throws Throwable {
            if (failure != null) {
                throw new DecodeException(
                        failure.getText(),
                        "The path parameter \"" + unconverted + "\": " + failure.getMessage(),
                        failure);
            }
            return (Object) handle.invokeExact(instance, session, subject, last, pathValues);
        }
    }
}
