// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;

/** Which codes an application may close with. */
final class CloseCodes {
    private static final int FIRST_OF_APPLICATIONS = 3000;

    private CloseCodes() {}

    /** @throws IllegalArgumentException if the profile does not allow the code, or the reason is too long */
    static CloseStatus checked(Profile profile, int code, String reason) {
        boolean allowed = profile == Profile.FAYE
                ? code == CloseCode.NORMAL_CLOSURE || (code >= FIRST_OF_APPLICATIONS && code <= 4999)
                : CloseCode.isValidOnWire(code);
        if (!allowed) {
            throw new IllegalArgumentException("The close code " + code + " may not be sent; use "
                    + (profile == Profile.FAYE
                            ? "1000 or 3000 to 4999"
                            : "1000 to 1003, 1007 to 1014 or 3000 to 4999"));
        }
        return new CloseStatus(code, reason);
    }
}
