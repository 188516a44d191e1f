// SPDX-License-Identifier: Apache-2.0
/**
 * The Jakarta WebSocket container on the engine: what deploys endpoints, answers their handshakes and owns their sessions. Imports the provider and
 * {@code jakarta.websocket}; no servlet, no container.
 */
@NullMarked
package dev.tautline.jakarta;

import org.jspecify.annotations.NullMarked;
