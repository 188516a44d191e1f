// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;

/**
 * An accepted handshake and what its connection will need.
 *
 * @param takesChannel whether the channel of a plain TCP connection goes to our loops; otherwise Jetty's selectors read it
 * @param loader the application's class loader; Jetty opens connections under the server's
 */
public record JettyUpgrade(UpgradeAnswer answer, boolean takesChannel, EngineRuntime runtime, ClassLoader loader) {}
