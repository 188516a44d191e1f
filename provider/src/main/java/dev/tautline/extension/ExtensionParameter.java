// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

import dev.tautline.spec.Token;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an extension (RFC 6455 §9.1).
 *
 * @param name a token
 * @param value a token, without quotes; {@code null} where the parameter is a bare flag
 */
public record ExtensionParameter(String name, @Nullable String value) {
    /** Checks that both are tokens. */
    public ExtensionParameter {
        Token.require(name, "The name of an extension parameter");
        if (value != null) {
            // RFC 6455 §9.1: "the value after quoted-string unescaping MUST conform to the 'token' ABNF"
            Token.require(value, "The value of an extension parameter");
        }
    }

    /** A parameter without a value. */
    public static ExtensionParameter flag(String name) {
        return new ExtensionParameter(name, null);
    }

    /** A parameter with a number as its value. */
    public static ExtensionParameter number(String name, int value) {
        return new ExtensionParameter(name, Integer.toString(value));
    }

    @Override
    public String toString() {
        return value == null ? name : name + "=" + value;
    }
}
