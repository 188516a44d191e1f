// SPDX-License-Identifier: Apache-2.0
/**
 * EventSource, the server's side: what an application sends events with. Events are values; a source is an interface that
 * {@code internal.eventsource} implements and that the module of a container opens; a broadcaster owns the events it replays. Imports the
 * vocabulary only.
 */
@NullMarked
package dev.tautline.eventsource;

import org.jspecify.annotations.NullMarked;
