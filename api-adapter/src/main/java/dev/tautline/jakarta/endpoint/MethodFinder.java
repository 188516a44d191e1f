// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the annotated methods of a class and its ancestors. A method that a subclass overrides does not count: its override does if
 * it is annotated too, and there is none if it is not.
 */
final class MethodFinder {
    private record Signature(String name, List<Class<?>> parameters) {}

    private final List<Method> methods = new ArrayList<>();
    private final Set<Signature> overriding = new LinkedHashSet<>();

    private MethodFinder() {}

    /** The methods that are in force for a class, private and static ones included, ancestors' last. */
    static List<Method> methodsOf(Class<?> type) {
        MethodFinder finder = new MethodFinder();
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> ancestor = type;
                ancestor != null && ancestor != Object.class;
                ancestor = ancestor.getSuperclass()) {
            finder.add(ancestor);
            collectInterfaces(ancestor, interfaces);
        }
        interfaces.forEach(finder::add);
        return finder.methods;
    }

    static List<Method> annotated(List<Method> methods, Class<? extends Annotation> annotation) {
        return methods.stream()
                .filter(method -> method.isAnnotationPresent(annotation))
                .toList();
    }

    private static void collectInterfaces(Class<?> type, Set<Class<?>> into) {
        for (Class<?> ancestor : type.getInterfaces()) {
            into.add(ancestor);
            collectInterfaces(ancestor, into);
        }
    }

    private void add(Class<?> type) {
        Method[] declared = type.getDeclaredMethods();
        List<Signature> own = new ArrayList<>();
        for (Method method : declared) {
            Signature signature = new Signature(method.getName(), List.of(method.getParameterTypes()));
            boolean hidden = overriding.contains(signature) && isOverridable(method);
            if (!method.isBridge() && !method.isSynthetic() && !hidden) {
                methods.add(method);
            }
            if (!Modifier.isStatic(method.getModifiers()) && !onlyWidensAccess(method, declared)) {
                own.add(signature);
            }
        }
        overriding.addAll(own);
    }

    private static boolean isOverridable(Method method) {
        return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
    }

    /** A bridge in a public class to a public method of an ancestor that is not public; other bridges stand for an override. */
    private static boolean onlyWidensAccess(Method method, Method[] declared) {
        return method.isBridge()
                && Arrays.stream(declared)
                        .noneMatch(other -> !other.isBridge()
                                && other.getName().equals(method.getName())
                                && other.getParameterCount() == method.getParameterCount());
    }
}
