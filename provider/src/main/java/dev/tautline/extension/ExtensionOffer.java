// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

import dev.tautline.spec.Token;
import java.util.List;

/**
 * One element of {@code Sec-WebSocket-Extensions}: a client's offer of an extension, or a server's acceptance of it.
 *
 * @param name the extension's registered name, a token; compared exactly
 * @param parameters in the order of the header, repeated ones included
 */
public record ExtensionOffer(String name, List<ExtensionParameter> parameters) {
    /** Checks the name and copies the parameters. */
    public ExtensionOffer {
        Token.require(name, "The name of an extension");
        parameters = List.copyOf(parameters);
    }

    /** An offer without parameters. */
    public static ExtensionOffer of(String name) {
        return new ExtensionOffer(name, List.of());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        for (ExtensionParameter parameter : parameters) {
            text.append("; ").append(parameter);
        }
        return text.toString();
    }
}
