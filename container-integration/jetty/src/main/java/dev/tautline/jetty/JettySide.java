// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What is linked with Jetty's classes, as seen by what is not. One per deployment. Thread-safe. */
public interface JettySide {
    /**
     * Answers the opening handshake and has Jetty hand the connection over when the answer has been written.
     *
     * @param request as Jetty made it, without wrappers
     * @param response as Jetty made it, without wrappers; uncommitted
     */
    void take(HttpServletRequest request, HttpServletResponse response, JettyUpgrade upgrade) throws IOException;

    /** Takes back what the server holds of this deployment. Open connections go on. */
    void close();
}
