// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Path;

final class Tomcat10Test extends TomcatContract {
    @Override
    Path makeWar(Path file) throws IOException {
        return WarFile.plain(file);
    }

    @Override
    Distribution start(Path base) throws Exception {
        return TomcatDistribution.start(Settings.path("tomcat10.home"), base);
    }

    @Override
    Path makeWarWithApi(Path file) throws IOException {
        return WarFile.withApi(file, "2.1");
    }

    @Override
    String edition() {
        return "ee10";
    }
}
