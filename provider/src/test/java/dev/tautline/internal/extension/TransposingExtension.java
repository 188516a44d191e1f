// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.Extension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.extension.NegotiationException;
import dev.tautline.extension.PayloadDecoder;
import dev.tautline.extension.PayloadEncoder;
import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An extension as a third party would write it: each message is followed by its name's first letter, and each byte is sent twice.
 * Order matters, lengths change, and output stays pending when buffers are small.
 */
final class TransposingExtension implements Extension {
    private final String name;
    private final int rsv;
    private final List<String> closed;
    boolean offering = true;
    List<ExtensionOffer> seen = new ArrayList<>();
    /** Lengths given to begin, with whether they were whole. */
    final List<String> begun = new ArrayList<>();

    TransposingExtension(String name, int rsv, List<String> closed) {
        this.name = name;
        this.rsv = rsv;
        this.closed = closed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<ActiveExtension> accept(List<ExtensionOffer> offers) {
        seen = offers;
        boolean declines = offers.get(0).toString().endsWith("decline");
        return declines ? Optional.empty() : Optional.of(active(offers.get(0)));
    }

    @Override
    public List<ExtensionOffer> offers() {
        return offering ? List.of(ExtensionOffer.of(name)) : List.of();
    }

    @Override
    public ActiveExtension activate(ExtensionOffer response) throws NegotiationException {
        if (response.toString().endsWith("fail")) {
            throw new NegotiationException("fails as told");
        }
        return active(response);
    }

    private ActiveExtension active(ExtensionOffer agreed) {
        return new ActiveExtension(agreed, new Decoder(), new Encoder(), null);
    }

    private final class Encoder implements PayloadEncoder {
        private int half = -1;
        private boolean trailer;

        @Override
        public int begin(Opcode opcode, long length, boolean whole, boolean compress) {
            begun.add(length + " " + whole);
            half = -1;
            trailer = false;
            return compress ? rsv : 0;
        }

        @Override
        public boolean encode(ByteBuffer in, boolean last, ByteBuffer out) {
            while (out.hasRemaining()) {
                if (half >= 0) {
                    out.put((byte) half);
                    half = -1;
                } else if (in.hasRemaining()) {
                    half = in.get() & 0xFF;
                    out.put((byte) half);
                } else if (last && !trailer) {
                    trailer = true;
                    out.put((byte) name.charAt(0));
                } else {
                    return true;
                }
            }
            return half < 0 && !in.hasRemaining() && (!last || trailer);
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }

    private final class Decoder implements PayloadDecoder {
        private int first = -1;

        @Override
        public int rsv() {
            return rsv;
        }

        @Override
        public boolean begin(int bits) {
            first = -1;
            return bits != 0;
        }

        @Override
        public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) throws InvalidPayloadException {
            while (in.hasRemaining() && out.hasRemaining()) {
                int next = in.get() & 0xFF;
                if (first < 0) {
                    first = next;
                } else if (first == next) {
                    out.put((byte) next);
                    first = -1;
                } else {
                    throw new InvalidPayloadException("bytes come in pairs");
                }
            }
            if (in.hasRemaining() || !last) {
                return !in.hasRemaining();
            }
            if (first != name.charAt(0)) {
                throw new InvalidPayloadException("the message ends with " + name.charAt(0));
            }
            return true;
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }
}
