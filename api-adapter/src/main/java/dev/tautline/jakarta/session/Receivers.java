// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.Delivery;
import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.jakarta.endpoint.MessageReceiver;
import dev.tautline.jakarta.endpoint.MessageReceiver.Kind;
import jakarta.websocket.MessageHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who takes the messages of a session, one receiver for each kind. Changes are made under the lock by any thread and reach the connection with the
 * next message; the callback lane reads the three fields.
 */
final class Receivers {
    private final ReentrantLock lock = new ReentrantLock();
    private final IdentityHashMap<MessageHandler, List<MessageReceiver>> byHandler = new IdentityHashMap<>();
    private final Map<Kind, MessageReceiver> byKind = new EnumMap<>(Kind.class);
    private final Connection connection;
    private int maxText;
    private int maxBinary;
    private volatile @Nullable MessageReceiver text;
    private volatile @Nullable MessageReceiver binary;
    private volatile @Nullable MessageReceiver pong;

    Receivers(Connection connection, SessionSettings settings) {
        this.connection = connection;
        this.maxText = settings.maxTextMessage();
        this.maxBinary = settings.maxBinaryMessage();
        apply();
    }

    @Nullable MessageReceiver text() {
        return text;
    }

    @Nullable MessageReceiver binary() {
        return binary;
    }

    @Nullable MessageReceiver pong() {
        return pong;
    }

    /** Adds the receivers of an annotated endpoint. */
    void add(List<MessageReceiver> annotated) {
        lock.lock();
        try {
            annotated.forEach(receiver -> byKind.put(receiver.kind(), receiver));
            apply();
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalStateException if a kind is taken already */
    void add(MessageHandler handler, List<MessageReceiver> receivers) {
        lock.lock();
        try {
            for (MessageReceiver receiver : receivers) {
                if (byKind.containsKey(receiver.kind())) {
                    throw new IllegalStateException("The session has a message handler for "
                            + receiver.kind().name().toLowerCase(Locale.ROOT) + " messages already");
                }
            }
            receivers.forEach(receiver -> byKind.put(receiver.kind(), receiver));
            byHandler.computeIfAbsent(handler, added -> new ArrayList<>()).addAll(receivers);
            apply();
        } finally {
            lock.unlock();
        }
    }

    void remove(MessageHandler handler) {
        lock.lock();
        try {
            List<MessageReceiver> receivers = byHandler.remove(handler);
            if (receivers != null) {
                receivers.forEach(receiver -> byKind.remove(receiver.kind(), receiver));
                apply();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A snapshot that can't be changed. */
    Set<MessageHandler> handlers() {
        lock.lock();
        try {
            return Collections.unmodifiableSet(new HashSet<>(byHandler.keySet()));
        } finally {
            lock.unlock();
        }
    }

    int maxText() {
        return maxText;
    }

    int maxBinary() {
        return maxBinary;
    }

    void maxText(int bytes) {
        lock.lock();
        try {
            maxText = bytes;
            apply();
        } finally {
            lock.unlock();
        }
    }

    void maxBinary(int bytes) {
        lock.lock();
        try {
            maxBinary = bytes;
            apply();
        } finally {
            lock.unlock();
        }
    }

    private void apply() {
        text = byKind.get(Kind.TEXT);
        binary = byKind.get(Kind.BINARY);
        pong = byKind.get(Kind.PONG);
        connection.textDelivery(delivery(text));
        connection.binaryDelivery(delivery(binary));
        connection.maxTextMessage(limit(text, maxText));
        connection.maxBinaryMessage(limit(binary, maxBinary));
    }

    /** Messages that nobody takes come in parts and are forgotten one by one. */
    private static Delivery delivery(@Nullable MessageReceiver receiver) {
        return receiver == null ? Delivery.PARTS : receiver.delivery();
    }

    /**
     * Limits are about whole messages (Jakarta WebSocket's {@code OnMessage.maxMessageSize} and
     * {@code Session.setMaxTextMessageBufferSize}): a method's own, else the session's.
     */
    private static long limit(@Nullable MessageReceiver receiver, int sessionLimit) {
        if (receiver == null || receiver.delivery() != Delivery.WHOLE) {
            return InboundLimits.UNLIMITED;
        }
        if (receiver.maxMessageSize() >= 0) {
            return receiver.maxMessageSize();
        }
        return sessionLimit > 0 ? sessionLimit : InboundLimits.UNLIMITED;
    }
}
