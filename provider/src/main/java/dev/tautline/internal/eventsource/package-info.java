// SPDX-License-Identifier: Apache-2.0
/**
 * The engine under {@code dev.tautline.eventsource}: a bounded queue, one writer at a time, a lane for listeners, pings. Owns the state of a
 * source until its sink has closed; the way of the bytes is the sink of a container's module. Imports the public package, the clock and the
 * workers of {@code internal.connection}, and the rules about forwarded headers.
 */
@NullMarked
package dev.tautline.internal.eventsource;

import org.jspecify.annotations.NullMarked;
