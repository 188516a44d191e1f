// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/** Makes send results with their session where the API at run time is 2.2 or later, and without under 2.1. */
final class SendResults {
    private static final boolean WITH_SESSION = hasSession();

    private SendResults() {}

    private static boolean hasSession() {
        try {
            return SendResult.class.getConstructor(Session.class).getParameterCount() == 1;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    @SuppressWarnings("deprecation") // all that API 2.1 has
    static SendResult of(Session session, @Nullable Throwable failure) {
        if (WITH_SESSION) {
            return failure == null ? new SendResult(session) : new SendResult(session, failure);
        }
        return failure == null ? new SendResult() : new SendResult(failure);
    }
}
