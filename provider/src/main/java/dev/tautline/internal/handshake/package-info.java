// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the opening handshake (RFC 6455 §4) in both roles, as pure functions of headers and options: no I/O, no state,
 * everything in time linear in the size of the headers. HTTP text is parsed by containers and by the client's connector.
 * Imports {@code dev.tautline.spec} and {@code dev.tautline.internal.extension} only.
 */
@NullMarked
package dev.tautline.internal.handshake;

import org.jspecify.annotations.NullMarked;
