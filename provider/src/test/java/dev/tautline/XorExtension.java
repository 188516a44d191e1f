// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.Extension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.ExtensionParameter;
import dev.tautline.extension.NegotiationException;
import dev.tautline.extension.PayloadDecoder;
import dev.tautline.extension.PayloadEncoder;
import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** As a third party would write it: every byte of a message xor a key that the client chooses. */
record XorExtension(String name, int rsv) implements Extension {
    private static final ExtensionParameter OFFERED = ExtensionParameter.number("key", 42);

    @Override
    public Optional<ActiveExtension> accept(List<ExtensionOffer> offers) {
        for (ExtensionOffer offer : offers) {
            if (offer.parameters().size() == 1
                    && Objects.requireNonNullElse(offer.parameters().get(0).value(), "")
                            .matches("[0-9]{1,2}")) {
                return Optional.of(active(offer));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<ExtensionOffer> offers() {
        return List.of(new ExtensionOffer(name, List.of(OFFERED)));
    }

    @Override
    public ActiveExtension activate(ExtensionOffer response) throws NegotiationException {
        if (!response.parameters().equals(List.of(OFFERED))) {
            throw new NegotiationException(name + ": the key is another than was offered");
        }
        return active(response);
    }

    private ActiveExtension active(ExtensionOffer agreed) {
        int key = Integer.parseInt(
                Objects.requireNonNull(agreed.parameters().get(0).value()));
        return new ActiveExtension(agreed, new Decoder(rsv, key), new Encoder(rsv, key), null);
    }

    private static boolean move(ByteBuffer in, ByteBuffer out, int key) {
        while (in.hasRemaining() && out.hasRemaining()) {
            out.put((byte) (in.get() ^ key));
        }
        return !in.hasRemaining();
    }

    private record Decoder(int rsv, int key) implements PayloadDecoder {
        @Override
        public boolean begin(int bits) {
            return bits != 0;
        }

        @Override
        public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) {
            return move(in, out, key);
        }

        @Override
        public void close() {}
    }

    private record Encoder(int rsv, int key) implements PayloadEncoder {
        @Override
        public int begin(Opcode opcode, long length, boolean whole, boolean compress) {
            return rsv;
        }

        @Override
        public boolean encode(ByteBuffer in, boolean last, ByteBuffer out) {
            return move(in, out, key);
        }

        @Override
        public void close() {}
    }
}
