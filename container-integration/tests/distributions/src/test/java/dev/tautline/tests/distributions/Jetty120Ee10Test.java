// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import dev.tautline.tests.contract.wire.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The one column whose own filter can't be kept from standing first: ours is as safe as it is, and says so. */
final class Jetty120Ee10Test extends DistributionContract {
    @Override
    Path makeWar(Path file) throws IOException {
        return WarFile.plain(file);
    }

    @Override
    Distribution start(Path base) throws Exception {
        return JettyDistribution.start(Settings.path("jetty120.home"), base, "ee10", "ee10-websocket-jakarta");
    }

    /** The application's filter has not been asked, as it would not be without us. */
    @Override
    String principal(String name) {
        return "nobody";
    }

    @Override
    @Test
    void aFilterInFrontRefuses() throws Exception {
        server().log()
                .await(0, Pattern.compile("WARNING: The WebSocket filter of jetty/12\\.0\\..* stands before all"));
        try (WireClient client = open("/private/who")) {
            client.sendText("who am I?");
            Assertions.assertEquals("nobody", client.text());
        }
    }
}
