// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

/**
 * What became of a broadcast, receiver by receiver. Receivers that a filter has left out are in none of the numbers.
 *
 * @param queued receivers whose queue took the message
 * @param dropped receivers whose policy dropped it
 * @param failed receivers whose queue was full under a policy that fails or blocks, or that were closed by their policy, or whose protocol has no such
 *     message
 * @param notOpen receivers that were not open yet, closing or closed
 */
public record BroadcastResult(int queued, int dropped, int failed, int notOpen) {}
