// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.nio.file.Path;

final class Jetty121Ee11InContainerTest extends InContainerContract {
    @Override
    Distribution start(Path base) throws Exception {
        Archive.unpackSetting("in-container.jetty", base);
        return JettyDistribution.start(Settings.path("jetty121.home"), base, "ee11", "tautline-ee11", "ee11-cdi");
    }

    @Override
    String edition() {
        return "ee11";
    }
}
