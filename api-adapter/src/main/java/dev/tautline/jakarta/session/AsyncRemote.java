// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.SendCallback;
import dev.tautline.jakarta.endpoint.Coders;
import dev.tautline.spec.SlowConsumerPolicy;
import jakarta.websocket.EncodeException;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The asynchronous remote: any number of sends may be under way. A message that finds the queue full fails its own result; one
 * that has not been written within the send timeout fails its result and ends the connection.
 */
final class AsyncRemote extends Remote implements RemoteEndpoint.Async {
    /**
     * What a callback sends leaves with the end of the callback, or of a millisecond where that comes first and the machine has time. A message with a
     * limit under this does not wait for either.
     */
    private static final long HELD_BACK_MILLIS = 1000;

    private final Coders coders;
    private final JakartaSession session;
    private final SessionOwner owner;
    private volatile long sendTimeoutMillis;

    AsyncRemote(
            Connection connection,
            AtomicBoolean batching,
            Coders coders,
            JakartaSession session,
            SessionOwner owner,
            long sendTimeoutMillis) {
        super(connection, batching);
        this.coders = coders;
        this.session = session;
        this.owner = owner;
        this.sendTimeoutMillis = sendTimeoutMillis;
    }

    @Override
    public long getSendTimeout() {
        return sendTimeoutMillis;
    }

    @Override
    public void setSendTimeout(long timeoutmillis) {
        sendTimeoutMillis = timeoutmillis;
    }

    @Override
    public void sendText(String text, SendHandler handler) {
        send(require(text, "text"), new HandlerCompletion(require(handler, "handler"), session));
    }

    @Override
    public Future<Void> sendText(String text) {
        return send(require(text, "text"), new SendFuture(connection));
    }

    @Override
    public Future<Void> sendBinary(ByteBuffer data) {
        return send(require(data, "data"), new SendFuture(connection));
    }

    @Override
    public void sendBinary(ByteBuffer data, SendHandler handler) {
        send(require(data, "data"), new HandlerCompletion(require(handler, "handler"), session));
    }

    @Override
    public Future<Void> sendObject(Object data) {
        require(data, "data");
        SendFuture future = new SendFuture(connection);
        encodeAndSend(data, future);
        return future;
    }

    @Override
    public void sendObject(Object data, SendHandler handler) {
        require(data, "data");
        encodeAndSend(data, new HandlerCompletion(require(handler, "handler"), session));
    }

    private void encodeAndSend(Object data, SendCallback completion) {
        Object message;
        try {
            message = coders.encode(data);
        } catch (EncodeException | IOException | RuntimeException e) {
            completion.onComplete(e);
            return;
        }
        send(message, completion);
    }

    private <C extends SendCallback> C send(Object message, C completion) {
        long timeout = sendTimeoutMillis;
        if (timeout > 0) {
            TimedSend timed = new TimedSend(completion);
            hand(message, timed);
            if (timeout < HELD_BACK_MILLIS && timed.isUnderWay() && !getBatchingAllowed()) {
                connection.flush();
            }
            timed.limit(connection, owner.timers(), owner.workers(), timeout);
        } else {
            hand(message, completion);
        }
        return completion;
    }

    private void hand(Object message, SendCallback callback) {
        if (message instanceof String text) {
            connection.sendText(text, true, SlowConsumerPolicy.FAIL, callback);
        } else {
            connection.sendBinary((ByteBuffer) message, true, SlowConsumerPolicy.FAIL, callback);
        }
    }
}
