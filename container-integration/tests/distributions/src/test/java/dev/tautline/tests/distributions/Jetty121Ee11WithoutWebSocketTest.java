// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Path;

final class Jetty121Ee11WithoutWebSocketTest extends InjectionContract {
    @Override
    Path makeWar(Path file) throws IOException {
        return WarFile.withApi(file, "2.2");
    }

    @Override
    WarFile war(String classes) throws IOException {
        return WarFile.of(classes).withTautline().withApi("2.2");
    }

    @Override
    Distribution start(Path base) throws Exception {
        return JettyDistribution.start(Settings.path("jetty121.home"), base, "ee11", "ee11-cdi");
    }

    @Override
    String edition() {
        return "ee11";
    }

    @Override
    WarFile ordinaryWar(String classes) throws IOException {
        return war(classes);
    }
}
