// SPDX-License-Identifier: Apache-2.0
/**
 * Our own selector loops over {@code SocketChannel}s that a container has given away. Callbacks run inline on the loop, under a
 * lease. Each loop's state is owned by the thread that holds it; see {@code docs/concurrency.md}, "The loop and its lease".
 * Imports {@code internal.transport} and the JDK only.
 */
@NullMarked
package dev.tautline.internal.transport.channel;

import org.jspecify.annotations.NullMarked;
