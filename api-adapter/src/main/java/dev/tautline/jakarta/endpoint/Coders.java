// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.EncodeException;
import jakarta.websocket.EndpointConfig;
import java.io.IOException;

/**
 * The encoder and decoder instances of one session. Made before {@code onOpen}, destroyed after {@code onClose}. {@link #encode}
 * may be called from any thread; an encoder has one caller at a time, as its Javadoc promises.
 */
public final class Coders {
    private Coders() {}

    /**
     * Creates and initialises every encoder and decoder of an endpoint.
     *
     * @param config what their {@code init} is given: the session's configuration
     * @throws InstantiationException when one cannot be made
     * @throws IllegalArgumentException when a class is no usable encoder or decoder
     */
    public static Coders create(EndpointConfig config, InstanceFactory instances) throws InstantiationException {
        throw new UnsupportedOperationException();
    }

    /**
     * Encodes an object for {@code sendObject}: with the encoder for the most specific type that fits; else {@code String},
     * primitives' wrappers and {@code Character} as text, {@code ByteBuffer} and {@code byte[]} as binary. An encoder that writes to
     * a stream is collected first, so that one which throws leaves no half message on the wire.
     *
     * @return a {@code String} for a text message or a {@code ByteBuffer} for a binary one
     * @throws EncodeException when no encoder fits or the encoder says so
     * @throws IOException from an encoder that writes to a stream
     */
    public Object encode(Object object) throws EncodeException, IOException {
        throw new UnsupportedOperationException();
    }

    /** Destroys every encoder and decoder; each is tried, what they throw is logged. Idempotent. */
    public void destroy() {}
}
