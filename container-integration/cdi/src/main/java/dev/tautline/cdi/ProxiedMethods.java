// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** The endpoint methods of a class whose instances are reached through client proxies. That they are public is checked for every endpoint. */
final class ProxiedMethods {
    private static final List<Class<? extends Annotation>> ENDPOINT_METHODS =
            List.of(OnOpen.class, OnMessage.class, OnClose.class, OnError.class);

    private ProxiedMethods() {}

    /**
     * Refuses what a proxy can't pass on: the method would run on the proxy itself, whose fields nobody has set.
     *
     * @throws IllegalArgumentException if an endpoint method is final
     */
    static void require(Class<?> type, Class<? extends Annotation> scope) {
        for (Method method : type.getMethods()) {
            if (Modifier.isFinal(method.getModifiers()) && isEndpointMethod(method)) {
                throw new IllegalArgumentException("it is @" + scope.getSimpleName()
                        + ", so it is called through a proxy, and " + method.getName()
                        + " is final, which a proxy can't pass on.");
            }
        }
    }

    private static boolean isEndpointMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> ENDPOINT_METHODS.contains(annotation.annotationType()));
    }
}
