// SPDX-License-Identifier: Apache-2.0
/**
 * Unpacked, unmodified distributions as child processes, and what has to hold when a WAR is dropped into one. A test class owns its process and its
 * directory under {@code target}.
 */
@NullMarked
package dev.tautline.tests.distributions;

import org.jspecify.annotations.NullMarked;
