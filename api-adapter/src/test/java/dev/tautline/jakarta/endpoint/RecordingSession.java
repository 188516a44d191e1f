// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A session that writes down what is sent through its basic remote. */
final class RecordingSession {
    final List<String> sent = new ArrayList<>();
    final Session session;

    RecordingSession() {
        RemoteEndpoint.Basic remote = (RemoteEndpoint.Basic) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RemoteEndpoint.Basic.class},
                (proxy, method, arguments) -> {
                    sent.add(method.getName() + " " + describe(arguments[0]));
                    return null;
                });
        session = (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBasicRemote" -> remote;
                    case "toString" -> "the session";
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static String describe(Object argument) {
        return argument instanceof ByteBuffer buffer
                ? StandardCharsets.UTF_8.decode(buffer.duplicate()).toString()
                : argument.toString();
    }
}
