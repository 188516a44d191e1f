// SPDX-License-Identifier: Apache-2.0
/**
 * The SPI between a connection and its bytes. Implementations live beside the container they speak to;
 * {@code transport.channel} is ours. Imports the JDK only.
 */
@NullMarked
package dev.tautline.internal.transport;

import org.jspecify.annotations.NullMarked;
