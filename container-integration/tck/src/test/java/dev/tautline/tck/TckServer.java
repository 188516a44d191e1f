// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import java.nio.file.Path;

/** An embedded server with applications. Used by one thread. */
interface TckServer {
    /** Starts on a free port of the loopback address. */
    void start(Path base) throws Exception;

    int port();

    /**
     * Deploys an unpacked application.
     *
     * @throws Exception if it does not start; {@link #undeploy} follows all the same
     */
    void deploy(String contextPath, Path application) throws Exception;

    void undeploy(String contextPath) throws Exception;

    void stop() throws Exception;
}
