// SPDX-License-Identifier: Apache-2.0
/** The native API: what applications use to serve and open WebSocket connections without Jakarta's types. */
@NullMarked
package dev.tautline;

import org.jspecify.annotations.NullMarked;
