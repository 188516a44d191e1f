// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.internal.connection.Delivery;
import dev.tautline.jakarta.endpoint.EndpointMethod.Parameter;
import dev.tautline.jakarta.endpoint.EndpointMethod.PathVariable;
import dev.tautline.jakarta.endpoint.EndpointMethod.Role;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import java.io.Closeable;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of one annotated method; what does not fit becomes faults that name the method. */
final class MethodParser {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final String PATH_PARAM = "jakarta.websocket.server.PathParam";

    private final Method method;
    private final List<Class<?>> types;
    private final Class<?> returnType;
    private final Collection<String> variables;
    private final DeploymentFaults faults;
    private final String name;
    private final @Nullable Parameter[] parameters;
    /** The places of the parameters that are neither session nor path parameter. */
    private final List<Integer> others = new ArrayList<>();

    private boolean sound = true;

    MethodParser(
            Class<?> endpointClass,
            Method method,
            GenericTypes generics,
            Collection<String> variables,
            DeploymentFaults faults) {
        this.method = method;
        this.variables = variables;
        this.faults = faults;
        this.types = Arrays.stream(method.getGenericParameterTypes())
                .<Class<?>>map(type -> orObject(generics.erase(type)))
                .toList();
        this.returnType = orObject(generics.erase(method.getGenericReturnType()));
        this.name = endpointClass.getName() + "." + method.getName()
                + types.stream().map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
        this.parameters = new Parameter[types.size()];
        readSessionAndPathParameters();
    }

    private static Class<?> orObject(@Nullable Class<?> type) {
        return type == null ? Object.class : type;
    }

    private void readSessionAndPathParameters() {
        boolean session = false;
        for (int i = 0; i < parameters.length; i++) {
            String pathParam = pathParam(i);
            if (pathParam != null) {
                parameters[i] = pathParameter(variable(pathParam), types.get(i));
            } else if (types.get(i) == Session.class) {
                if (session) {
                    fault("takes two Sessions; one is enough");
                }
                session = true;
                parameters[i] = new Parameter(Role.SESSION, null);
            } else {
                others.add(i);
            }
        }
    }

    /** The name in {@code @PathParam}. A plain client may have no jakarta.websocket.server on its class path: the type is touched last. */
    private @Nullable String pathParam(int index) {
        for (Annotation annotation : method.getParameterAnnotations()[index]) {
            if (annotation.annotationType().getName().equals(PATH_PARAM)) {
                return ((PathParam) annotation).value();
            }
        }
        return null;
    }

    /** The variable's name; written with the braces it has in the template it means the same. */
    private static String variable(String name) {
        boolean braces = name.length() > 2 && name.startsWith("{") && name.endsWith("}");
        return braces ? name.substring(1, name.length() - 1) : name;
    }

    private @Nullable Parameter pathParameter(String variable, Class<?> type) {
        TextConversion conversion = TextConversion.to(type);
        if (conversion == null) {
            fault("takes @PathParam(\"" + variable + "\") as " + type.getTypeName()
                    + "; path parameters are String, a primitive or its class");
            return null;
        }
        if (type.isPrimitive() && !variables.contains(variable)) {
            fault("takes @PathParam(\"" + variable + "\"), which the path does not have and is null therefore, as "
                    + type + "; take it as " + TextConversion.boxed(type).getSimpleName() + " or name one of "
                    + variables);
            return null;
        }
        return new Parameter(Role.PATH, new PathVariable(variable, conversion));
    }

    /** A method that may take one thing of the given type: {@code @OnOpen}, {@code @OnClose} or {@code @OnError}. */
    @Nullable EndpointMethod lifecycle(String annotation, Class<?> subject, boolean required) {
        boolean taken = false;
        for (int i : others) {
            if (types.get(i) != subject) {
                fault("takes " + types.get(i).getTypeName() + "; " + annotation + " takes Session, "
                        + subject.getSimpleName() + " and @PathParam parameters");
            } else if (taken) {
                fault("takes two " + subject.getSimpleName() + " parameters; one is enough");
            }
            taken |= types.get(i) == subject;
            parameters[i] = new Parameter(Role.SUBJECT, null);
        }
        if (required && !taken) {
            fault("lacks the " + subject.getSimpleName() + " parameter that " + annotation + " must take");
        }
        return handle();
    }

    /** A method with {@code @OnMessage}. */
    @Nullable MessageMethod message(CoderTable table) {
        List<MessageShape> shapes = shapes(table);
        MessageMethod.Reply reply = MessageMethod.replyOf(returnType, table);
        if (reply != null && !isSendable(table)) {
            fault("returns " + returnType.getTypeName() + ", for which the endpoint has no encoder");
        }
        long limit = method.getAnnotation(OnMessage.class).maxMessageSize();
        if (limit < -1 || limit > Integer.MAX_VALUE) {
            fault("has the maxMessageSize " + limit + "; it is a number of bytes up to " + Integer.MAX_VALUE
                    + ", or -1 for no limit of its own");
        }
        EndpointMethod handle = handle();
        if (handle == null) {
            return null;
        }
        // OnMessage.maxMessageSize: "This attribute only applies when the annotation is used to process whole messages"
        boolean whole = Arrays.stream(subjectTypes()).noneMatch(Closeable.class::isAssignableFrom)
                && shapes.stream().noneMatch(shape -> shape.delivery() == Delivery.PARTS);
        return new MessageMethod(name, handle, shapes, whole ? limit : -1, reply);
    }

    private Class<?>[] subjectTypes() {
        return others.stream().map(types::get).toArray(Class<?>[]::new);
    }

    private List<MessageShape> shapes(CoderTable table) {
        if (others.isEmpty()) {
            fault("has no parameter for the message");
            return List.of();
        }
        int message = others.get(0);
        if (others.size() == 1) {
            parameters[message] = new Parameter(Role.SUBJECT, null);
            List<MessageShape> shapes = MessageShape.whole(types.get(message), table);
            if (shapes.isEmpty()) {
                fault("takes " + types.get(message).getTypeName() + ", for which the endpoint has no decoder");
            }
            return shapes;
        }
        int last = others.get(1);
        if (isBoolean(message)) {
            int first = message;
            message = last;
            last = first;
        }
        if (others.size() > 2 || !isBoolean(last)) {
            fault("takes "
                    + others.stream().map(i -> types.get(i).getTypeName()).collect(Collectors.joining(" and "))
                    + "; beside one message there may be Session, @PathParam and, for messages in parts, boolean");
            return List.of();
        }
        parameters[message] = new Parameter(Role.SUBJECT, null);
        parameters[last] = new Parameter(Role.LAST, null);
        MessageShape shape = MessageShape.partial(types.get(message));
        if (shape == null) {
            fault("takes " + types.get(message).getTypeName()
                    + " with a boolean; messages in parts are String, ByteBuffer or byte[]");
            return List.of();
        }
        return List.of(shape);
    }

    private boolean isBoolean(int index) {
        return TextConversion.boxed(types.get(index)) == Boolean.class;
    }

    /** Whether anything of the static return type can be sent: with a built-in encoding or one of the endpoint's. */
    private boolean isSendable(CoderTable table) {
        Class<?> type = TextConversion.boxed(returnType);
        return TextConversion.to(type) != null
                || ByteBuffer.class.isAssignableFrom(type)
                || type.isAssignableFrom(String.class)
                || type.isAssignableFrom(Number.class)
                || type.isAssignableFrom(byte[].class)
                || table.mayEncode(type);
    }

    private @Nullable EndpointMethod handle() {
        if (!Modifier.isPublic(method.getModifiers())) {
            fault("is not public; annotated methods must be");
        }
        List<Parameter> complete = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter != null) {
                complete.add(parameter);
            }
        }
        if (!sound || complete.size() != parameters.length) {
            return null;
        }
        try {
            // Reaches classes that are not public, as far as their module lets us.
            if (!method.trySetAccessible()) {
                throw new IllegalAccessException();
            }
            MethodHandle handle = LOOKUP.unreflect(method).asFixedArity();
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            return EndpointMethod.of(
                    isStatic ? MethodHandles.dropArguments(handle, 0, Object.class) : handle, complete);
        } catch (IllegalAccessException e) {
            fault("cannot be reached; make its class public, or open its package to dev.tautline.jakarta");
            return null;
        }
    }

    private void fault(String what) {
        sound = false;
        faults.add(name + " " + what + ".");
    }
}
