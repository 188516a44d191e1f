// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.nio.file.Path;

final class Tomcat11InContainerTest extends InContainerContract {
    @Override
    Distribution start(Path base) throws Exception {
        Archive.unpackSetting("in-container.tomcat", base);
        return TomcatDistribution.start(Settings.path("tomcat11.home"), base);
    }

    @Override
    String edition() {
        return "ee11";
    }
}
