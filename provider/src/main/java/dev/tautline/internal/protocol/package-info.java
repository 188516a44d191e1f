// SPDX-License-Identifier: Apache-2.0
/**
 * RFC 6455 §5 to §8 without I/O: bytes in, events out, and the way back. No sockets, threads, locks, clocks or loggers. The
 * inbound half belongs to the holder of a connection's read token, the outbound half to its flush owner; the halves share
 * nothing. Imports {@code dev.tautline.spec} only.
 */
@NullMarked
package dev.tautline.internal.protocol;

import org.jspecify.annotations.NullMarked;
