// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.ExtensionParameter;
import dev.tautline.extension.NegotiationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The four parameters of permessage-deflate as one value (RFC 7692 §7.1).
 *
 * @param serverNoContextTakeover whether the server resets its window for each message
 * @param clientNoContextTakeover whether the client resets its window for each message
 * @param serverMaxWindowBits 8 to 15, or 0 where absent
 * @param clientMaxWindowBits 8 to 15, 0 where absent, or {@link #FLAG}
 */
record DeflateParameters(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {
    static final String NAME = "permessage-deflate";
    static final int MAX_BITS = 15;
    /** {@code client_max_window_bits} without a value: legal in an offer only. */
    static final int FLAG = -1;

    private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

    /**
     * Reads an offer or a response.
     *
     * @param response whether {@code client_max_window_bits} must have a value
     * @throws NegotiationException by RFC 7692 §7.1 if a parameter is unknown, repeated, or has a value that is not allowed
     */
    static DeflateParameters parse(ExtensionOffer offer, boolean response) throws NegotiationException {
        boolean serverNoContext = false;
        boolean clientNoContext = false;
        int serverBits = 0;
        int clientBits = 0;
        for (ExtensionParameter parameter : offer.parameters()) {
            boolean repeated;
            switch (parameter.name()) {
                case SERVER_NO_CONTEXT_TAKEOVER -> {
                    repeated = serverNoContext;
                    serverNoContext = flag(parameter);
                }
                case CLIENT_NO_CONTEXT_TAKEOVER -> {
                    repeated = clientNoContext;
                    clientNoContext = flag(parameter);
                }
                case SERVER_MAX_WINDOW_BITS -> {
                    repeated = serverBits != 0;
                    serverBits = bits(parameter);
                }
                case CLIENT_MAX_WINDOW_BITS -> {
                    repeated = clientBits != 0;
                    clientBits = parameter.value() == null && !response ? FLAG : bits(parameter);
                }
                // RFC 7692 §7.1: "contains an extension parameter not defined for use"
                default -> throw new NegotiationException(NAME + ": unknown parameter");
            }
            // RFC 7692 §7.1: "contains multiple extension parameters with the same name"
            if (repeated) {
                throw new NegotiationException(
                        NAME + ": parameter \"" + parameter.name() + "\" must have only a single value");
            }
        }
        return new DeflateParameters(serverNoContext, clientNoContext, serverBits, clientBits);
    }

    private static boolean flag(ExtensionParameter parameter) throws NegotiationException {
        // RFC 7692 §7.1.1: "This parameter has no value."
        if (parameter.value() != null) {
            throw invalid(parameter);
        }
        return true;
    }

    private static int bits(ExtensionParameter parameter) throws NegotiationException {
        // RFC 7692 §7.1.2: "a decimal integer value without leading zeroes between 8 to 15, inclusive"
        @Nullable String value = parameter.value();
        if (value != null && value.length() == 1 && (value.charAt(0) == '8' || value.charAt(0) == '9')) {
            return value.charAt(0) - '0';
        }
        if (value != null
                && value.length() == 2
                && value.charAt(0) == '1'
                && value.charAt(1) >= '0'
                && value.charAt(1) <= '5') {
            return 10 + value.charAt(1) - '0';
        }
        throw invalid(parameter);
    }

    private static NegotiationException invalid(ExtensionParameter parameter) {
        return new NegotiationException(NAME + ": invalid value for parameter \"" + parameter.name() + "\"");
    }

    /** The element of the header. */
    ExtensionOffer format() {
        List<ExtensionParameter> parameters = new ArrayList<>();
        if (serverNoContextTakeover) {
            parameters.add(ExtensionParameter.flag(SERVER_NO_CONTEXT_TAKEOVER));
        }
        if (clientNoContextTakeover) {
            parameters.add(ExtensionParameter.flag(CLIENT_NO_CONTEXT_TAKEOVER));
        }
        if (serverMaxWindowBits != 0) {
            parameters.add(ExtensionParameter.number(SERVER_MAX_WINDOW_BITS, serverMaxWindowBits));
        }
        if (clientMaxWindowBits == FLAG) {
            parameters.add(ExtensionParameter.flag(CLIENT_MAX_WINDOW_BITS));
        } else if (clientMaxWindowBits != 0) {
            parameters.add(ExtensionParameter.number(CLIENT_MAX_WINDOW_BITS, clientMaxWindowBits));
        }
        return new ExtensionOffer(NAME, parameters);
    }
}
