// SPDX-License-Identifier: Apache-2.0
/**
 * The SPI between the native API's servers and what speaks HTTP for them: servlet containers and the standalone server. Owns no state. May import the
 * connection room.
 */
@NullMarked
package dev.tautline.internal.host;

import org.jspecify.annotations.NullMarked;
