// SPDX-License-Identifier: Apache-2.0
/**
 * One open WebSocket connection: ownership of the two protocol halves, the bounded outbound queue, the callback lane, demand,
 * the closing handshake, timers and broadcast. {@code docs/concurrency.md} says who owns which state. Imports {@code spec},
 * {@code internal.protocol}, {@code internal.extension}, {@code internal.handshake} and {@code internal.transport}.
 */
@NullMarked
package dev.tautline.internal.connection;

import org.jspecify.annotations.NullMarked;
