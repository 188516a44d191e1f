// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Path;

final class Jetty121Ee10WithoutWebSocketTest extends InjectionContract {
    @Override
    Path makeWar(Path file) throws IOException {
        return WarFile.withApi(file, "2.1");
    }

    @Override
    WarFile war(String classes) throws IOException {
        return WarFile.of(classes).withTautline().withApi("2.1");
    }

    @Override
    Distribution start(Path base) throws Exception {
        return JettyDistribution.start(Settings.path("jetty121.home"), base, "ee10", "ee10-cdi");
    }

    @Override
    String edition() {
        return "ee10";
    }

    @Override
    WarFile ordinaryWar(String classes) throws IOException {
        return war(classes);
    }
}
