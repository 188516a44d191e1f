// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.internal.connection.Delivery;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.util.List;

/** The decoders of one kind that make one type, in their order: the first that will decode a message does. */
final class DecoderChain implements MessageShape.Conversion {
    private final List<CoderTable.Coder> decoders;

    DecoderChain(List<CoderTable.Coder> decoders) {
        this.decoders = decoders;
    }

    /** A stream where the first decoder takes one: it never declines, so nobody needs the whole message. */
    Delivery delivery() {
        return decoders.get(0).form().stream ? Delivery.STREAM : Delivery.WHOLE;
    }

    @Override
    public Object convert(Object payload, Coders coders) throws DecodeException, IOException {
        if (payload instanceof Reader reader) {
            return ((Decoder.TextStream<?>) coders.decoder(decoders.get(0))).decode(reader);
        } else if (payload instanceof InputStream stream) {
            return ((Decoder.BinaryStream<?>) coders.decoder(decoders.get(0))).decode(stream);
        } else if (payload instanceof String text) {
            return text(text, coders);
        }
        return binary((ByteBuffer) payload, coders);
    }

    private Object text(String text, Coders coders) throws DecodeException, IOException {
        for (CoderTable.Coder coder : decoders) {
            Decoder decoder = coders.decoder(coder);
            if (coder.form().stream) {
                return ((Decoder.TextStream<?>) decoder).decode(new StringReader(text));
            }
            Decoder.Text<?> whole = (Decoder.Text<?>) decoder;
            if (whole.willDecode(text)) {
                return whole.decode(text);
            }
        }
        throw new DecodeException(text, "No decoder will decode the text message.");
    }

    private Object binary(ByteBuffer bytes, Coders coders) throws DecodeException, IOException {
        for (CoderTable.Coder coder : decoders) {
            Decoder decoder = coders.decoder(coder);
            if (coder.form().stream) {
                return ((Decoder.BinaryStream<?>) decoder)
                        .decode(new ByteArrayInputStream(bytes.array(), bytes.arrayOffset(), bytes.remaining()));
            }
            Decoder.Binary<?> whole = (Decoder.Binary<?>) decoder;
            // Each decoder is shown the buffer from its beginning, whatever the one before read of it.
            if (whole.willDecode(bytes.duplicate())) {
                return whole.decode(bytes.duplicate());
            }
        }
        throw new DecodeException(bytes, "No decoder will decode the binary message.");
    }
}
