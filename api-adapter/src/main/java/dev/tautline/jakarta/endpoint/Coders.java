// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.Decoder;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The encoder and decoder instances of one session. Made before {@code onOpen}, destroyed after {@code onClose}. {@link #encode}
 * may be called from any thread; an encoder has one caller at a time, as its Javadoc promises. Decoders are called from the
 * session's callback lane.
 */
public final class Coders {
    private static final System.Logger LOGGER = System.getLogger(Coders.class.getName());

    private record Encoding(Encoder encoder, ReentrantLock lock) {}

    private final CoderTable table;
    private final InstanceFactory instances;
    private final List<Encoding> encoders = new ArrayList<>();
    private final List<Decoder> decoders = new ArrayList<>();
    private final AtomicBoolean destroyed = new AtomicBoolean();

    private Coders(CoderTable table, InstanceFactory instances) {
        this.table = table;
        this.instances = instances;
    }

    /**
     * Creates and initialises every encoder and decoder of a configuration that belongs to no {@link EndpointDescriptor}.
     *
     * @param config the session's; given to each {@code init}
     * @throws InstantiationException when one cannot be made
     * @throws IllegalArgumentException when a class is no usable encoder or decoder
     */
    public static Coders create(EndpointConfig config, InstanceFactory instances) throws InstantiationException {
        DeploymentFaults faults = new DeploymentFaults();
        CoderTable table = CoderTable.of(config, config.getClass().getName(), faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", faults.all()));
        }
        return create(table, config, instances);
    }

    static Coders create(CoderTable table, EndpointConfig config, InstanceFactory instances)
            throws InstantiationException {
        Coders coders = new Coders(table, instances);
        boolean complete = false;
        try {
            for (Class<? extends Encoder> type : table.encoderClasses()) {
                Encoder encoder = instances.create(type);
                coders.encoders.add(new Encoding(encoder, new ReentrantLock()));
                encoder.init(config);
            }
            for (Class<? extends Decoder> type : table.decoderClasses()) {
                Decoder decoder = instances.create(type);
                coders.decoders.add(decoder);
                decoder.init(config);
            }
            complete = true;
            return coders;
        } finally {
            if (!complete) {
                coders.destroy();
            }
        }
    }

    CoderTable table() {
        return table;
    }

    Decoder decoder(CoderTable.Coder coder) {
        return decoders.get(coder.index());
    }

    /**
     * Encodes an object for {@code sendObject}: with the encoder for the most specific type that fits; else {@code String} and
     * the primitives' classes as text, {@code ByteBuffer} and {@code byte[]} as binary. What an encoder writes to a stream is
     * collected first, so that one which throws leaves no half message on the wire.
     *
     * @return a {@code String} for a text message or a {@code ByteBuffer} for a binary one
     * @throws EncodeException when no encoder fits, or the encoder says so
     * @throws IOException from an encoder that writes to a stream
     */
    public Object encode(Object object) throws EncodeException, IOException {
        CoderTable.Coder coder = table.encoderFor(object.getClass());
        if (coder != null) {
            return encodeWith(coder, object);
        } else if (object instanceof ByteBuffer || object instanceof String) {
            return object;
        } else if (object instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        } else if (TextConversion.to(object.getClass()) != null) {
            return object.toString();
        }
        throw new EncodeException(
                object,
                "No encoder fits " + object.getClass().getName() + "; add one to the encoders of the endpoint. It has "
                        + (table.encoderClasses().isEmpty() ? "none" : table.encoderClasses()) + ".");
    }

    private Object encodeWith(CoderTable.Coder coder, Object object) throws EncodeException, IOException {
        Encoding encoding = encoders.get(coder.index());
        // jakarta.websocket.Encoder: "each encoder instance has at most one calling thread at a time"
        encoding.lock().lock();
        try {
            Object message = encodeWith(coder.form(), encoding.encoder(), object);
            if (message == null) {
                throw new EncodeException(
                        object, "The encoder " + encoding.encoder().getClass().getName() + " returned null.");
            }
            return message;
        } finally {
            encoding.lock().unlock();
        }
    }

    @SuppressWarnings("unchecked") // The table found the encoder by the object's class.
    private static @Nullable Object encodeWith(CoderForm form, Encoder encoder, Object object)
            throws EncodeException, IOException {
        return switch (form) {
            case TEXT -> ((Encoder.Text<Object>) encoder).encode(object);
            case BINARY -> ((Encoder.Binary<Object>) encoder).encode(object);
            case TEXT_STREAM -> {
                StringWriter text = new StringWriter();
                ((Encoder.TextStream<Object>) encoder).encode(object, text);
                yield text.toString();
            }
            case BINARY_STREAM -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ((Encoder.BinaryStream<Object>) encoder).encode(object, bytes);
                yield ByteBuffer.wrap(bytes.toByteArray());
            }
        };
    }

    /** Destroys every encoder and decoder; each is tried, what they throw is logged. Idempotent. */
    public void destroy() {
        if (!destroyed.compareAndSet(false, true)) {
            return;
        }
        for (Encoding encoding : encoders) {
            end(encoding.encoder(), encoding.encoder()::destroy);
        }
        for (Decoder decoder : decoders) {
            end(decoder, decoder::destroy);
        }
    }

    private void end(Object coder, Runnable ending) {
        for (Runnable step : List.<Runnable>of(ending, () -> instances.destroy(coder))) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(System.Logger.Level.WARNING, coder.getClass().getName() + " could not be destroyed", e);
            }
        }
    }
}
