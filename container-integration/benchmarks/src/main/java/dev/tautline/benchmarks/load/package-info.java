// SPDX-License-Identifier: Apache-2.0
/**
 * The load process: a single-threaded WebSocket client on raw sockets that checks every echoed byte. Its state is owned by the
 * one thread that runs the selector. Imports nothing but the JDK.
 */
@NullMarked
package dev.tautline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
