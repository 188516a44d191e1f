// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.time.Duration;

/**
 * A {@link ReconnectingWebSocket} is about to connect again.
 *
 * @param attempt 1 for the first attempt since the connection was lost or the last one held for {@link Reconnect#resetAfter}
 * @param delay how long it waits before that
 * @param cause what has ended the last connection or attempt
 */
public record ReconnectEvent(int attempt, Duration delay, Disconnect cause) {}
