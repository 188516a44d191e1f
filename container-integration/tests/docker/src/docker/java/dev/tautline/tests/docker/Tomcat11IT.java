// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import org.testcontainers.containers.GenericContainer;

/** Tomcat 11, Jakarta EE 11. */
class Tomcat11IT extends ServerContract {
    @Override
    GenericContainer<?> newServer() {
        return Servers.tomcat("tomcat11");
    }
}
