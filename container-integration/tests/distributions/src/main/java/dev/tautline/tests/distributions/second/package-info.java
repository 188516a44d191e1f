// SPDX-License-Identifier: Apache-2.0
/** The classes of another application. They use the Jakarta APIs alone. */
@NullMarked
package dev.tautline.tests.distributions.second;

import org.jspecify.annotations.NullMarked;
