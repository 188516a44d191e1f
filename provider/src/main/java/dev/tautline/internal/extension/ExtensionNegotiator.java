// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import dev.tautline.extension.ActiveExtension;
import dev.tautline.extension.Extension;
import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.NegotiationException;
import dev.tautline.spec.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates a list of extensions in either role (RFC 6455 §9.1). Immutable; any thread.
 *
 * @param extensions in order of preference: the order of a server's response and of a client's offers
 */
public record ExtensionNegotiator(List<Extension> extensions) {
    /** Negotiates nothing. */
    public static final ExtensionNegotiator NONE = new ExtensionNegotiator(List.of());

    /** Checks that each name occurs once. */
    public ExtensionNegotiator {
        extensions = List.copyOf(extensions);
        Set<String> names = new HashSet<>();
        for (Extension extension : extensions) {
            if (!names.add(Token.require(extension.name(), "The name of an extension"))) {
                throw new IllegalArgumentException(
                        "The extension " + extension.name() + " is given twice; give it once");
            }
        }
    }

    /**
     * Server: chooses among the client's offers. Unknown extensions are ignored; an extension whose RSV bits are taken by
     * an earlier one is skipped.
     *
     * @throws NegotiationException if an extension refuses the handshake
     */
    public NegotiatedExtensions accept(List<ExtensionOffer> offers) throws NegotiationException {
        List<ActiveExtension> active = new ArrayList<>();
        int reserved = 0;
        for (Extension extension : extensions) {
            List<ExtensionOffer> own = offers.stream()
                    .filter(offer -> offer.name().equals(extension.name()))
                    .toList();
            Optional<ActiveExtension> accepted = own.isEmpty() ? Optional.empty() : extension.accept(own);
            if (accepted.isPresent()) {
                int rsv = accepted.get().decoder().rsv();
                if ((reserved & rsv) == 0) {
                    active.add(accepted.get());
                    reserved |= rsv;
                } else {
                    close(accepted.get());
                }
            }
        }
        return NegotiatedExtensions.of(active);
    }

    /** Client: the offers of all extensions. */
    public List<ExtensionOffer> offers() {
        return extensions.stream()
                .flatMap(extension -> extension.offers().stream())
                .toList();
    }

    /**
     * Client: takes the server's response.
     *
     * @param responses the elements of the response header, in order
     * @throws NegotiationException if the server named an extension that was not offered or twice, gave a configuration that is
     *     not allowed, or if two extensions use the same RSV bit
     */
    public NegotiatedExtensions activate(List<ExtensionOffer> responses) throws NegotiationException {
        List<ActiveExtension> active = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int reserved = 0;
        for (ExtensionOffer response : responses) {
            Extension extension = offered(response.name());
            // RFC 6455 §9.1: the server "MUST NOT" name an extension that "was not requested by the client"
            if (extension == null || !names.add(response.name())) {
                throw failed(active, "Server indicated an extension that was not requested");
            }
            ActiveExtension activated;
            try {
                activated = extension.activate(response);
            } catch (NegotiationException e) {
                active.forEach(ExtensionNegotiator::close);
                throw e;
            }
            active.add(activated);
            int rsv = activated.decoder().rsv();
            if ((reserved & rsv) != 0) {
                throw failed(active, "Server indicated two extensions that use the same reserved bit");
            }
            reserved |= rsv;
        }
        return NegotiatedExtensions.of(active);
    }

    private @Nullable Extension offered(String name) {
        for (Extension extension : extensions) {
            if (extension.name().equals(name) && !extension.offers().isEmpty()) {
                return extension;
            }
        }
        return null;
    }

    private static NegotiationException failed(List<ActiveExtension> active, String message) {
        active.forEach(ExtensionNegotiator::close);
        return new NegotiationException(message);
    }

    private static void close(ActiveExtension extension) {
        extension.decoder().close();
        extension.encoder().close();
    }
}
