// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import org.testcontainers.containers.GenericContainer;

/** Jetty 12.1, Jakarta EE 11. */
class JettyIT extends ServerContract {
    @Override
    GenericContainer<?> newServer() {
        return Servers.jetty();
    }
}
