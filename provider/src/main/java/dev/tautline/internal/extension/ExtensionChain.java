// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.PayloadDecoder;
import dev.tautline.extension.PayloadEncoder;
import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several extensions as one. RFC 6455 §9.1: with the response {@code foo, bar} a message is sent as {@code bar(foo(data))}:
 * encoders run in the order of the response, decoders in reverse. An extension that declines a message is passed by.
 */
final class ExtensionChain {
    private ExtensionChain() {}

    /** @param decoders one or more, in the order of the response */
    static PayloadDecoder decoder(List<PayloadDecoder> decoders) {
        if (decoders.size() == 1) {
            return decoders.get(0);
        }
        List<PayloadDecoder> reversed = new ArrayList<>(decoders);
        Collections.reverse(reversed);
        return new Decoders(List.copyOf(reversed));
    }

    /** @param encoders one or more, in the order of the response */
    static PayloadEncoder encoder(List<PayloadEncoder> encoders) {
        return encoders.size() == 1 ? encoders.get(0) : new Encoders(encoders);
    }

    private static final class Decoders implements PayloadDecoder {
        private final List<PayloadDecoder> decoders;
        private final Pipeline<InvalidPayloadException> pipeline = new Pipeline<>();

        Decoders(List<PayloadDecoder> decoders) {
            this.decoders = decoders;
        }

        @Override
        public int rsv() {
            int rsv = 0;
            for (PayloadDecoder decoder : decoders) {
                rsv |= decoder.rsv();
            }
            return rsv;
        }

        @Override
        public boolean begin(int rsv) {
            List<Pipeline.Stage<InvalidPayloadException>> stages = new ArrayList<>();
            for (PayloadDecoder decoder : decoders) {
                if (decoder.begin(rsv & decoder.rsv())) {
                    stages.add(decoder::decode);
                }
            }
            pipeline.begin(stages);
            return !stages.isEmpty();
        }

        @Override
        public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) throws InvalidPayloadException {
            return pipeline.run(in, last, out);
        }

        @Override
        public void close() {
            decoders.forEach(PayloadDecoder::close);
        }
    }

    private static final class Encoders implements PayloadEncoder {
        private final List<PayloadEncoder> encoders;
        private final Pipeline<RuntimeException> pipeline = new Pipeline<>();

        Encoders(List<PayloadEncoder> encoders) {
            this.encoders = encoders;
        }

        @Override
        public int begin(Opcode opcode, long length, boolean whole, boolean compress) {
            List<Pipeline.Stage<RuntimeException>> stages = new ArrayList<>();
            int rsv = 0;
            for (PayloadEncoder encoder : encoders) {
                // What an earlier extension makes of the message has another length.
                int own = encoder.begin(opcode, length, whole && stages.isEmpty(), compress);
                if (own != 0) {
                    rsv |= own;
                    stages.add(encoder::encode);
                }
            }
            pipeline.begin(stages);
            return rsv;
        }

        @Override
        public boolean encode(ByteBuffer in, boolean last, ByteBuffer out) {
            return pipeline.run(in, last, out);
        }

        @Override
        public void close() {
            encoders.forEach(PayloadEncoder::close);
        }
    }
}
