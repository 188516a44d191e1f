// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance of a class with annotated methods. */
final class AnnotatedBinding implements EndpointBinding {
    private final Object instance;
    private final List<MessageReceiver> receivers = new ArrayList<>();
    private final EndpointMethod.@Nullable Bound onOpen;
    private final EndpointMethod.@Nullable Bound onClose;
    private final EndpointMethod.@Nullable Bound onError;

    AnnotatedBinding(
            EndpointMethods methods,
            Session session,
            Object instance,
            Map<String, String> pathParameters,
            Coders coders) {
        this.instance = instance;
        this.onOpen = bind(methods.onOpen(), session, instance, pathParameters);
        this.onClose = bind(methods.onClose(), session, instance, pathParameters);
        this.onError = bind(methods.onError(), session, instance, pathParameters);
        for (MessageMethod method : methods.onMessage()) {
            method.addReceivers(receivers, instance, session, pathParameters, coders);
        }
    }

    private static EndpointMethod.@Nullable Bound bind(
            @Nullable EndpointMethod method, Session session, Object instance, Map<String, String> pathParameters) {
        return method == null ? null : method.bind(instance, session, pathParameters);
    }

    @Override
    public Object instance() {
        return instance;
    }

    @Override
    public List<MessageReceiver> receivers() {
        return List.copyOf(receivers);
    }

    @Override
    public void onOpen(EndpointConfig config) throws Throwable {
        if (onOpen != null) {
            onOpen.invoke(config, true);
        }
    }

    @Override
    public void onClose(CloseReason reason) throws Throwable {
        if (onClose != null) {
            onClose.invoke(reason, true);
        }
    }

    @Override
    public boolean onError(Throwable error) throws Throwable {
        if (onError == null) {
            return false;
        }
        onError.invoke(error, true);
        return true;
    }
}
