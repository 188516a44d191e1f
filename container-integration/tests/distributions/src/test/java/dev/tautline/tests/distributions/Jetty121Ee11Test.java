// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Path;

final class Jetty121Ee11Test extends DistributionContract {
    @Override
    Path makeWar(Path file) throws IOException {
        return WarFile.plain(file);
    }

    @Override
    Distribution start(Path base) throws Exception {
        return JettyDistribution.start(Settings.path("jetty121.home"), base, "ee11", "ee11-websocket-jakarta");
    }
}
