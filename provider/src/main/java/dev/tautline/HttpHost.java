// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server of the application that {@link WebSocketServer}s join: a Jetty {@code Server} ({@code dev.tautline.standalone.JettyHost}) or a
 * web application ({@code dev.tautline.servlet.ServletHost}). Implemented by Tautline's modules only.
 */
public interface HttpHost {
    /** Where it listens, {@code null} if it does not or nobody knows. */
    @Nullable SocketAddress address();
}
