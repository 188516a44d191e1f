// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.extension.OfferedDeflate;
import dev.tautline.internal.extension.PermessageDeflate;
import jakarta.websocket.Extension;
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
            return new ActiveExtension(
                    response, NegotiatedExtensions.NONE.decoder(), NegotiatedExtensions.NONE.encoder(), null);
        }
    }
}
