// SPDX-License-Identifier: Apache-2.0
/**
 * The SPI between a client and its HTTP: one opening exchange, no redirects, no rules of WebSocket. The connector is found by
 * {@link java.util.ServiceLoader}; each exchange owns its socket until its transport is handed over. Imports spec, transport and runtime.
 */
@NullMarked
package dev.tautline.internal.connector;

import org.jspecify.annotations.NullMarked;
