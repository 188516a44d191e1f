// SPDX-License-Identifier: Apache-2.0
/**
 * Servers without a servlet container's help: {@code WebSocketServer} on a port of its own, or on a Jetty {@code Server} that the application has
 * made. Owns the Jetty server of a port. Imports Jetty's core, the way into Jetty, and the provider's room of hosts.
 */
@NullMarked
package dev.tautline.standalone;

import org.jspecify.annotations.NullMarked;
