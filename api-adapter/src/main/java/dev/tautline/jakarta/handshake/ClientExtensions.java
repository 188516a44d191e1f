// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.PayloadDecoder;
import dev.tautline.extension.PayloadEncoder;
import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.OfferedDeflate;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.spec.Opcode;
import jakarta.websocket.Extension;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The extensions of a client's configuration as the engine negotiates them: offered as they are, in their order. */
public final class ClientExtensions {
    private ClientExtensions() {}

    /**
     * Offers what the application lists. permessage-deflate works if the server accepts it; others are agreed on by name and change no payload.
     *
     * @param listed the configuration's
     * @param compression whether to offer permessage-deflate where it is not listed
     * @throws IllegalArgumentException if one can't be offered
     */
    public static ExtensionNegotiator negotiator(
            List<Extension> listed, boolean compression, DeflateOptions options, DeflatePools pools) {
        Map<String, List<ExtensionOffer>> byName = new LinkedHashMap<>();
        for (Extension extension : listed) {
            ExtensionOffer offer = JakartaExtension.offer(extension);
            byName.computeIfAbsent(offer.name(), name -> new ArrayList<>()).add(offer);
        }
        List<dev.tautline.extension.Extension> extensions = new ArrayList<>();
        byName.forEach((name, offers) -> extensions.add(
                name.equals(PermessageDeflate.NAME)
                        ? new OfferedDeflate(offers, options, pools)
                        : new Named(name, offers)));
        if (compression && !byName.containsKey(PermessageDeflate.NAME)) {
            extensions.add(new PermessageDeflate(options, pools));
        }
        return new ExtensionNegotiator(extensions);
    }

    /** What has been agreed on, for the session. */
    public static List<Extension> of(List<ExtensionOffer> agreed) {
        return agreed.stream().<Extension>map(JakartaExtension::of).toList();
    }

    /** An extension of which only the name and the parameters are known here. */
    private record Named(String name, List<ExtensionOffer> offers) implements dev.tautline.extension.Extension {
        @Override
        public Optional<ActiveExtension> accept(List<ExtensionOffer> received) {
            return Optional.empty();
        }

        @Override
        public ActiveExtension activate(ExtensionOffer response) {
            return new ActiveExtension(response, Unchanged.IN, Unchanged.OUT, null);
        }
    }

    /** Codecs that no message needs. */
    private static final class Unchanged {
        static final PayloadDecoder IN = new PayloadDecoder() {
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
                throw new IllegalStateException("No message is decoded");
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };

        static final PayloadEncoder OUT = new PayloadEncoder() {
            @Override
            public int begin(Opcode opcode, long length, boolean whole, boolean compress) {
                return 0;
            }

            @Override
            public boolean encode(ByteBuffer in, boolean last, ByteBuffer out) {
                throw new IllegalStateException("No message is encoded");
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };

        private Unchanged() {}
    }
}
