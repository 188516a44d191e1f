// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/**
 * The end of a socket (ws 1.8-04, 1.10-06).
 *
 * @param code the peer's code; 1005 if it sent an empty close frame, 1006 if none came
 * @param reason the peer's reason, empty for none
 * @param wasClean whether both close frames were seen
 */
public record CloseEvent(int code, String reason, boolean wasClean) {}
