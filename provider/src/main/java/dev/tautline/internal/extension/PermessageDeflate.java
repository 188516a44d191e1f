// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.Extension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.NegotiationException;
import dev.tautline.internal.extension.DeflateOptions.Negotiation;
import dev.tautline.internal.extension.DeflateOptions.Preference;
import dev.tautline.spec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** permessage-deflate (RFC 7692) in both roles. Immutable; one instance serves all connections of a server or client. */
public final class PermessageDeflate implements Extension {
    /** The registered name. */
    public static final String NAME = DeflateParameters.NAME;

    private final DeflateOptions options;
    private final DeflatePools pools;

    /**
     * @param options what this endpoint wants
     * @param pools where its connections borrow from; the caller's to close, after the connections
     */
    public PermessageDeflate(DeflateOptions options, DeflatePools pools) {
        this.options = options;
        this.pools = pools;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The options given. */
    public DeflateOptions options() {
        return options;
    }

    @Override
    public Optional<ActiveExtension> accept(List<ExtensionOffer> offers) throws NegotiationException {
        boolean strict = options.negotiation() == Negotiation.STRICT;
        List<DeflateParameters> valid = new ArrayList<>();
        for (ExtensionOffer offer : offers) {
            try {
                valid.add(DeflateParameters.parse(offer, false));
            } catch (NegotiationException e) {
                if (strict) {
                    throw e;
                }
                // RFC 7692 §7.1: "A server MUST decline an extension negotiation offer"; the next may do.
            }
        }
        for (DeflateParameters offer : valid) {
            DeflateParameters agreed = strict ? acceptStrictly(offer) : acceptLeniently(offer);
            if (agreed != null) {
                return Optional.of(serverSide(offer, agreed));
            }
        }
        if (strict) {
            throw new NegotiationException(NAME + ": none of the offers can be accepted");
        }
        return Optional.empty();
    }

    /** The rules of ws: configured numbers are answered as they are, and offers that ask for less are not accepted. */
    private @Nullable DeflateParameters acceptStrictly(DeflateParameters offer) {
        int serverBits = options.serverMaxWindowBits();
        int clientBits = options.clientMaxWindowBits();
        boolean tooSmallForClient = offer.clientMaxWindowBits() == 0
                || (offer.clientMaxWindowBits() != DeflateParameters.FLAG && clientBits > offer.clientMaxWindowBits());
        if (refusesServerSide(offer)
                || (offer.serverMaxWindowBits() != 0 && serverBits > offer.serverMaxWindowBits())
                || (clientBits > 0 && tooSmallForClient)) {
            return null;
        }
        int clientAnswer = clientBits > 0 ? clientBits : 0;
        if (clientBits == DeflateOptions.UNSET && offer.clientMaxWindowBits() > 0) {
            clientAnswer = offer.clientMaxWindowBits();
        }
        return new DeflateParameters(
                offer.serverNoContextTakeover() || options.serverNoContextTakeover() == Preference.REQUIRED,
                offer.clientNoContextTakeover() || options.clientNoContextTakeover() == Preference.REQUIRED,
                serverBits > 0 ? serverBits : offer.serverMaxWindowBits(),
                clientAnswer);
    }

    private @Nullable DeflateParameters acceptLeniently(DeflateParameters offer) {
        if (refusesServerSide(offer)) {
            return null;
        }
        // RFC 7692 §7.1.2.2: without the parameter in the offer the response "MUST NOT" contain it.
        int clientAnswer = 0;
        if (offer.clientMaxWindowBits() != 0 && options.clientMaxWindowBits() != DeflateOptions.REFUSED) {
            int smaller = Math.min(limit(offer.clientMaxWindowBits()), limit(options.clientMaxWindowBits()));
            clientAnswer = smaller < DeflateParameters.MAX_BITS ? smaller : 0;
        }
        int serverAnswer = offer.serverMaxWindowBits() == 0
                ? 0
                : Math.min(offer.serverMaxWindowBits(), limit(options.serverMaxWindowBits()));
        return new DeflateParameters(
                offer.serverNoContextTakeover() || options.serverNoContextTakeover() == Preference.REQUIRED,
                offer.clientNoContextTakeover() || options.clientNoContextTakeover() == Preference.REQUIRED,
                serverAnswer,
                clientAnswer);
    }

    private boolean refusesServerSide(DeflateParameters offer) {
        return (offer.serverNoContextTakeover() && options.serverNoContextTakeover() == Preference.REFUSED)
                || (offer.serverMaxWindowBits() != 0 && options.serverMaxWindowBits() == DeflateOptions.REFUSED);
    }

    private ActiveExtension serverSide(DeflateParameters offer, DeflateParameters agreed) {
        // A client that said it would not keep a context keeps none, whether or not the response says so.
        boolean peerKeeps = !agreed.clientNoContextTakeover() && !offer.clientNoContextTakeover();
        int bits = Math.min(limit(agreed.serverMaxWindowBits()), limit(options.serverMaxWindowBits()));
        return active(Role.SERVER, agreed, bits, peerKeeps);
    }

    @Override
    public List<ExtensionOffer> offers() {
        int clientBits = options.clientMaxWindowBits();
        DeflateParameters offer = new DeflateParameters(
                options.serverNoContextTakeover() == Preference.REQUIRED,
                options.clientNoContextTakeover() == Preference.REQUIRED,
                Math.max(options.serverMaxWindowBits(), 0),
                clientBits == DeflateOptions.UNSET ? DeflateParameters.FLAG : Math.max(clientBits, 0));
        return List.of(offer.format());
    }

    @Override
    public ActiveExtension activate(ExtensionOffer response) throws NegotiationException {
        DeflateParameters agreed = DeflateParameters.parse(response, true);
        int clientBits = options.clientMaxWindowBits();
        // RFC 7692 §7.1.2.2: the response names it only if the offer did, with "the same or smaller value"
        if (agreed.clientMaxWindowBits() != 0
                && (clientBits == DeflateOptions.REFUSED || agreed.clientMaxWindowBits() > limit(clientBits))) {
            throw unexpected("client_max_window_bits");
        }
        if (agreed.clientNoContextTakeover() && options.clientNoContextTakeover() == Preference.REFUSED) {
            throw unexpected("client_no_context_takeover");
        }
        // RFC 7692 §7.1.1.1: a server accepts this parameter "by including" it in the response
        if (options.serverNoContextTakeover() == Preference.REQUIRED && !agreed.serverNoContextTakeover()) {
            throw unexpected("server_no_context_takeover");
        }
        // RFC 7692 §7.1.2.1: a server accepts "by including the same or smaller value"
        int serverBits = options.serverMaxWindowBits();
        if (serverBits > 0 && (agreed.serverMaxWindowBits() == 0 || agreed.serverMaxWindowBits() > serverBits)) {
            throw unexpected("server_max_window_bits");
        }
        int bits = Math.min(limit(agreed.clientMaxWindowBits()), limit(clientBits));
        return active(Role.CLIENT, agreed, bits, !agreed.serverNoContextTakeover());
    }

    private static NegotiationException unexpected(String parameter) {
        return new NegotiationException(NAME + ": unexpected or invalid parameter \"" + parameter + "\"");
    }

    private ActiveExtension active(Role role, DeflateParameters agreed, int windowBits, boolean peerKeepsContext) {
        boolean resetNegotiated =
                role == Role.SERVER ? agreed.serverNoContextTakeover() : agreed.clientNoContextTakeover();
        // RFC 7692 §7.1.1.2: a client that offers the parameter does not use context takeover, whatever the response
        // says.
        boolean resets =
                resetNegotiated || (role == Role.CLIENT && options.clientNoContextTakeover() == Preference.REQUIRED);
        boolean thresholdCounts = resetNegotiated || !options.thresholdNeedsNoContextTakeover();
        DeflateSettings settings = new DeflateSettings(
                options.level(),
                options.strategy(),
                windowBits,
                thresholdCounts ? options.threshold() : 0,
                options.keepContext() && !resets);
        return new ActiveExtension(
                agreed.format(),
                new InflatingDecoder(pools, peerKeepsContext),
                new DeflatingEncoder(pools, settings),
                settings.keepContext() ? null : settings);
    }

    /** The window bits that a value of options or parameters stands for. */
    private static int limit(int bits) {
        return bits > 0 ? bits : DeflateParameters.MAX_BITS;
    }
}
