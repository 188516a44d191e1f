// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import org.testcontainers.containers.GenericContainer;

/** The same behind nginx, which ends TLS. */
class JettyBehindNginxIT extends BehindNginxContract {
    @Override
    GenericContainer<?> newServer() {
        return inNetwork(Servers.jetty());
    }
}
