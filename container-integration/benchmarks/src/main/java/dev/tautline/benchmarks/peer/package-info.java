// SPDX-License-Identifier: Apache-2.0
/**
 * One main per container with its own WebSocket provider and the endpoints they all share. Each runs in a process of its own with
 * the libraries of one container on its class path. Imports {@code jakarta.websocket} and, each main, its container.
 */
@NullMarked
package dev.tautline.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
