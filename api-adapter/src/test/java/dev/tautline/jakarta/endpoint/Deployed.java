// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tautline.internal.connection.Delivery;
import dev.tautline.jakarta.endpoint.MessageReceiver.Kind;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.PongMessage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** An endpoint deployed and bound to one recording session. */
final class Deployed implements AutoCloseable {
    final EndpointDescriptor descriptor;
    final RecordingSession recording = new RecordingSession();
    final Coders coders;
    final EndpointBinding binding;

    private Deployed(EndpointDescriptor descriptor, Map<String, String> pathParameters) throws InstantiationException {
        this.descriptor = descriptor;
        this.coders = descriptor.newCoders(descriptor.config());
        this.binding = descriptor.bind(recording.session, descriptor.newInstance(), pathParameters, coders);
    }

    static Deployed of(Class<?> endpoint) throws DeploymentException, InstantiationException {
        return of(endpoint, Map.of());
    }

    static Deployed of(Class<?> endpoint, Map<String, String> pathParameters)
            throws DeploymentException, InstantiationException {
        return new Deployed(EndpointDescriptor.annotated(endpoint), pathParameters);
    }

    List<String> sent() {
        return recording.sent;
    }

    MessageReceiver receiver(Kind kind) {
        return binding.receivers().stream()
                .filter(receiver -> receiver.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** Delivers a message as the receiver wants it; in parts: two halves. */
    void text(String message) throws Throwable {
        MessageReceiver receiver = receiver(Kind.TEXT);
        if (receiver.delivery() == Delivery.WHOLE) {
            receiver.text(message);
        } else if (receiver.delivery() == Delivery.STREAM) {
            receiver.textStream(new StringReader(message));
        } else {
            int half = message.length() / 2;
            receiver.textPart(message.substring(0, half), false);
            receiver.textPart(message.substring(half), true);
        }
    }

    /** As {@link #text}, with the bytes of a text. */
    void binary(String message) throws Throwable {
        MessageReceiver receiver = receiver(Kind.BINARY);
        if (receiver.delivery() == Delivery.WHOLE) {
            receiver.binary(bytes(message));
        } else if (receiver.delivery() == Delivery.STREAM) {
            receiver.binaryStream(new ByteArrayInputStream(message.getBytes(UTF_8)));
        } else {
            int half = message.length() / 2;
            receiver.binaryPart(bytes(message.substring(0, half)), false);
            receiver.binaryPart(bytes(message.substring(half)), true);
        }
    }

    void pong(String payload) throws Throwable {
        PongMessage pong = () -> bytes(payload);
        receiver(Kind.PONG).pong(pong);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    @Override
    public void close() {
        coders.destroy();
    }
}
