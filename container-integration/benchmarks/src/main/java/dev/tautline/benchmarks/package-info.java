// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmark's controller: starts servers and the load process, visits the servers in turn, prints ratios. Its state is owned by
 * the main thread. Imports {@code load} and the JDK, never a container.
 */
@NullMarked
package dev.tautline.benchmarks;

import org.jspecify.annotations.NullMarked;
