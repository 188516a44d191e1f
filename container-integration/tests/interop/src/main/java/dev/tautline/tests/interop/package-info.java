// SPDX-License-Identifier: Apache-2.0
/**
 * What a test and a peer have in common: both ends of a connection, servers and clients that make them, and what an end hears. Every class loader sees
 * these classes; they know the JDK alone. A test owns the ends it has opened.
 */
@NullMarked
package dev.tautline.tests.interop;

import org.jspecify.annotations.NullMarked;
