// SPDX-License-Identifier: Apache-2.0
/** The classes of an application that must not start. They use the Jakarta APIs alone. */
@NullMarked
package dev.tautline.tests.distributions.invalid;

import org.jspecify.annotations.NullMarked;
