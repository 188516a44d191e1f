// SPDX-License-Identifier: Apache-2.0
/** A clock that browsers watch by {@code EventSource}: one program, one page. */
@NullMarked
package dev.tautline.examples.clock;

import org.jspecify.annotations.NullMarked;
