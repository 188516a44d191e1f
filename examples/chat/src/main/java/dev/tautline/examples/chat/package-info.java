// SPDX-License-Identifier: Apache-2.0
/**
 * The server's half of the chat: a plain Jakarta WebSocket application that knows nothing of Tautline. The endpoint speaks with
 * peers, a room owns who is in it and what was said, and all of a room's state belongs to its lane.
 */
@NullMarked
package dev.tautline.examples.chat;

import org.jspecify.annotations.NullMarked;
