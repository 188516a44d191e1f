// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Path;

final class Tomcat11Test extends TomcatContract {
    @Override
    Path makeWar(Path file) throws IOException {
        return WarFile.plain(file);
    }

    @Override
    Distribution start(Path base) throws Exception {
        return TomcatDistribution.start(Settings.path("tomcat11.home"), base);
    }

    @Override
    Path makeWarWithApi(Path file) throws IOException {
        return WarFile.withApi(file, "2.2");
    }

    @Override
    String edition() {
        return "ee11";
    }
}
