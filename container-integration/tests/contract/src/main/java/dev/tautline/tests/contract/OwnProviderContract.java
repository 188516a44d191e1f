// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.tests.contract.application.GreetingServlet;
import dev.tautline.tests.contract.application.GuardFilter;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The container's own provider deploys the same endpoints, before ours: ours answers, behind the application's filters. */
interface OwnProviderContract extends Contract {
    @Test
    default void oursAnswersBesideTheContainersOwnProvider() throws Exception {
        try (Site both = start(application().besideOwnProvider())) {
            both.echoes();
            String query = "visit=" + UUID.randomUUID();
            try (WireClient client = both.open("/provider?" + query)) {
                assertEquals(
                        JakartaSession.class.getName(), client.sendText("who?").text());
                assertTrue(GuardFilter.hasSeen(query), "the application's filter ran");
                client.closeCleanly();
            }
            assertEquals(401, both.webSocket("/secured").exchange().status());
            try (WireClient client = both.webSocket("/secured")
                    .header("Authorization", "Bearer ada")
                    .open()) {
                assertEquals("who: ada", client.sendText("who").text());
                client.closeCleanly();
            }
            assertEquals(
                    GreetingServlet.GREETING,
                    WireRequest.get(both.base(), "/greeting").exchange().body());
            assertEquals(404, both.webSocket("/nowhere").exchange().status());
        }
    }
}
