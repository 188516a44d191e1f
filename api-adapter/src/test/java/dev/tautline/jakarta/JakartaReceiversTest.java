// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class JakartaReceiversTest {
    @Test
    void refusesTheSessionOfAnotherProvider() {
        Session foreign = (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> null);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> JakartaReceivers.of(foreign));
        assertTrue(refused.getMessage().contains("Unwrap it"), refused.getMessage());
    }
}
