// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An {@code @OnMessage} method: how its messages come, and how what it returns is sent. */
record MessageMethod(
        String name,
        EndpointMethod method,
        List<MessageShape> shapes,
        long maxMessageSize,
        @Nullable Reply reply) {
    /** Sends what a method returned. */
    @FunctionalInterface
    interface Reply {
        void send(Session session, Object result) throws Exception;
    }

    /** The way to send results of a type; null for a method that returns nothing. */
    static @Nullable Reply replyOf(Class<?> type, CoderTable table) {
        if (type == void.class || type == Void.class) {
            return null;
        }
        CoderTable.Coder own = table.encoderFor(type);
        if (own == null || own.type() != type) {
            if (type == String.class) {
                return (session, result) -> session.getBasicRemote().sendText((String) result);
            } else if (type == byte[].class) {
                return (session, result) -> session.getBasicRemote().sendBinary(ByteBuffer.wrap((byte[]) result));
            } else if (ByteBuffer.class.isAssignableFrom(type)) {
                return (session, result) -> session.getBasicRemote().sendBinary((ByteBuffer) result);
            }
        }
        return (session, result) -> session.getBasicRemote().sendObject(result);
    }

    void addReceivers(
            List<MessageReceiver> into,
            Object instance,
            Session session,
            Map<String, String> pathParameters,
            Coders coders) {
        EndpointMethod.Bound bound = method.bind(instance, session, pathParameters);
        for (MessageShape shape : shapes) {
            into.add(new ShapedReceiver(
                    shape, coders, maxMessageSize, (message, last) -> answer(session, bound.invoke(message, last))));
        }
    }

    private void answer(Session session, @Nullable Object result) throws Exception {
        if (reply != null && result != null) {
            reply.send(session, result);
        }
    }
}
