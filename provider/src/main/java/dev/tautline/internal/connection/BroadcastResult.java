// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

/**
 * What became of a broadcast, receiver by receiver.
 *
 * @param queued receivers whose queue took the message
 * @param dropped receivers whose policy dropped it
 * @param failed receivers whose queue was full under a policy that fails or blocks, or that were closed by their policy
 * @param notOpen receivers that were closing or closed
 */
public record BroadcastResult(int queued, int dropped, int failed, int notOpen) {}
