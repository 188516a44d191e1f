// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import org.testcontainers.containers.GenericContainer;

/** Tomcat 10.1, Jakarta EE 10. */
class Tomcat10IT extends ServerContract {
    @Override
    GenericContainer<?> newServer() {
        return Servers.tomcat("tomcat10");
    }
}
