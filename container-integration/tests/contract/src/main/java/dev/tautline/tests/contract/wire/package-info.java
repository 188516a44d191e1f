// SPDX-License-Identifier: Apache-2.0
/**
 * The other end: a client of RFC 6455 on a blocking socket that can also do what a good client never does. Owns its socket. Imports the
 * JDK and the test kit's frames, no engine.
 */
@NullMarked
package dev.tautline.tests.contract.wire;

import org.jspecify.annotations.NullMarked;
