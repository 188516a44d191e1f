// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.nio.file.Path;

final class Jetty121Ee10InContainerTest extends InContainerContract {
    @Override
    Distribution start(Path base) throws Exception {
        Archive.unpackSetting("in-container.jetty", base);
        return JettyDistribution.start(Settings.path("jetty121.home"), base, "ee10", "tautline-ee10", "ee10-cdi");
    }

    @Override
    String edition() {
        return "ee10";
    }
}
