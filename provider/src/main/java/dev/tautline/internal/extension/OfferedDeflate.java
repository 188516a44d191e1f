// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.Extension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.NegotiationException;
import dev.tautline.internal.extension.DeflateOptions.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** permessage-deflate at a client whose application words the offers itself. Immutable. */
public final class OfferedDeflate implements Extension {
    private final List<ExtensionOffer> offers;

    /** One for each offer. */
    private final List<PermessageDeflate> meant = new ArrayList<>();

    /**
     * For the offers of one client.
     *
     * @param offers at least one, all of permessage-deflate
     * @param options what the offers leave open: threshold, level, strategy
     * @param pools as those of {@link PermessageDeflate}
     * @throws IllegalArgumentException if an offer is not valid by RFC 7692 §7.1
     */
    public OfferedDeflate(List<ExtensionOffer> offers, DeflateOptions options, DeflatePools pools) {
        this.offers = List.copyOf(offers);
        for (ExtensionOffer offer : offers) {
            try {
                meant.add(new PermessageDeflate(options(DeflateParameters.parse(offer, false), options), pools));
            } catch (NegotiationException e) {
                throw new IllegalArgumentException(offer + ": " + e.getMessage(), e);
            }
        }
    }

    private static DeflateOptions options(DeflateParameters offer, DeflateOptions options) {
        return new DeflateOptions(
                offer.serverNoContextTakeover() ? Preference.REQUIRED : Preference.UNSET,
                offer.clientNoContextTakeover() ? Preference.REQUIRED : Preference.UNSET,
                offer.serverMaxWindowBits(),
                offeredClientBits(offer.clientMaxWindowBits()),
                options.threshold(),
                options.thresholdNeedsNoContextTakeover(),
                options.level(),
                options.strategy(),
                options.keepContext(),
                options.negotiation());
    }

    private static int offeredClientBits(int offered) {
        return switch (offered) {
            case 0 -> DeflateOptions.REFUSED;
            case DeflateParameters.FLAG -> DeflateOptions.UNSET;
            default -> offered;
        };
    }

    @Override
    public String name() {
        return PermessageDeflate.NAME;
    }

    /** A client's: declines. */
    @Override
    public Optional<ActiveExtension> accept(List<ExtensionOffer> received) {
        return Optional.empty();
    }

    @Override
    public List<ExtensionOffer> offers() {
        return offers;
    }

    /** RFC 7692 §5.1: the response answers one of the offers; the first that it fits counts. */
    @Override
    public ActiveExtension activate(ExtensionOffer response) throws NegotiationException {
        NegotiationException first = null;
        for (PermessageDeflate offer : meant) {
            try {
                return offer.activate(response);
            } catch (NegotiationException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new NegotiationException(PermessageDeflate.NAME + ": nothing was offered") : first;
    }
}
