// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.spec.Profile;
import java.util.Objects;

/**
 * What is legal where behaviour profiles and options differ.
 *
 * @param profile whose close codes are accepted
 * @param validatesUtf8 whether text and close reasons have to be valid UTF-8 (RFC 6455 §8.1); if not, U+FFFD stands for what is bad
 */
public record InboundRules(Profile profile, boolean validatesUtf8) {
    /** What RFC 6455 says. */
    public static final InboundRules STRICT = new InboundRules(Profile.WS, true);

    public InboundRules {
        Objects.requireNonNull(profile, "profile");
    }
}
