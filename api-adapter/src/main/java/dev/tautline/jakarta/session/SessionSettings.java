// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

/**
 * What a new session starts with, taken from its container.
 *
 * @param maxTextMessage bytes; 0 or less for no limit
 * @param maxBinaryMessage bytes; 0 or less for no limit
 * @param asyncSendTimeoutMillis 0 or less for none
 */
public record SessionSettings(int maxTextMessage, int maxBinaryMessage, long asyncSendTimeoutMillis) {}
