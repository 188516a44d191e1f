// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.util.concurrent.CompletionStage;

/**
 * A ping on its way (ws 1.10-02, faye 1B.1-08).
 *
 * @param queued whether it will be sent: {@code false} if the socket was closing or closed, or its protocol has no ping; both stages have
 *     failed then
 * @param written completes when it has been written
 * @param answered completes when its own pong has come: one with the same payload. A later ping of the same payload takes the answer
 *     over and this stage then fails. Fails when the socket closes first
 */
public record Ping(boolean queued, CompletionStage<Void> written, CompletionStage<Void> answered) {}
