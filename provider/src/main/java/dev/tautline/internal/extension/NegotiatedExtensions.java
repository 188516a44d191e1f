// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.PayloadDecoder;
import dev.tautline.extension.PayloadEncoder;
import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a connection's extension negotiation. Immutable itself; the codecs are stateful and belong to their owners.
 *
 * @param agreed the accepted extensions in the order of the response
 * @param decoder all decoders as one, last extension first
 * @param encoder all encoders as one, first extension first
 * @param wireForm equal for connections whose encoders turn the same message into the same bytes; {@code null} where a message
 *     must be encoded for each connection
 */
public record NegotiatedExtensions(
        List<ExtensionOffer> agreed,
        PayloadDecoder decoder,
        PayloadEncoder encoder,
        @Nullable Object wireForm) {
    private static final PayloadDecoder NO_DECODER = new PayloadDecoder() {
        @Override
        public int rsv() {
            return 0;
        }

        @Override
        public boolean begin(int rsv) {
            return false;
        }

        @Override
        public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) {
            throw new IllegalStateException("No extension takes part in this message");
        }

        @Override
        public void close() {}
    };

    private static final PayloadEncoder NO_ENCODER = new PayloadEncoder() {
        @Override
        public int begin(Opcode opcode, long length, boolean whole, boolean compress) {
            return 0;
        }

        @Override
        public boolean encode(ByteBuffer in, boolean last, ByteBuffer out) {
            throw new IllegalStateException("No extension takes part in this message");
        }

        @Override
        public void close() {}
    };

    /** No extension: payload passes unchanged. */
    public static final NegotiatedExtensions NONE =
            new NegotiatedExtensions(List.of(), NO_DECODER, NO_ENCODER, List.of());

    /** Copies the list. */
    public NegotiatedExtensions {
        agreed = List.copyOf(agreed);
    }

    /** The outcome for the active extensions, in the order of the response. */
    static NegotiatedExtensions of(List<ActiveExtension> active) {
        if (active.isEmpty()) {
            return NONE;
        }
        List<Object> wireForms = new ArrayList<>();
        for (ActiveExtension extension : active) {
            Object wireForm = extension.wireForm();
            if (wireForm != null) {
                wireForms.add(wireForm);
            }
        }
        return new NegotiatedExtensions(
                active.stream().map(ActiveExtension::agreed).toList(),
                ExtensionChain.decoder(
                        active.stream().map(ActiveExtension::decoder).toList()),
                ExtensionChain.encoder(
                        active.stream().map(ActiveExtension::encoder).toList()),
                wireForms.size() == active.size() ? List.copyOf(wireForms) : null);
    }

    /** The value of {@code Sec-WebSocket-Extensions} in the response; empty means that the header is left out. */
    public String header() {
        return ExtensionHeader.format(agreed);
    }

    /** The names in the order of the response. */
    public List<String> names() {
        return agreed.stream().map(ExtensionOffer::name).toList();
    }

    /** Closes both codecs; for a handshake that fails after the negotiation, when nobody owns them yet. */
    public void close() {
        decoder.close();
        encoder.close();
    }
}
