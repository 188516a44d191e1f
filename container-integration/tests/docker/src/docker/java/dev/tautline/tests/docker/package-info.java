// SPDX-License-Identifier: Apache-2.0
/** Unmodified servers in containers, seen from outside. Each class owns its containers; tests of a class share them. */
@NullMarked
package dev.tautline.tests.docker;

import org.jspecify.annotations.NullMarked;
