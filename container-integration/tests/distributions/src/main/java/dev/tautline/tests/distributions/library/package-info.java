// SPDX-License-Identifier: Apache-2.0
/** The classes of a library of an application. They use the Jakarta APIs alone. */
@NullMarked
package dev.tautline.tests.distributions.library;

import org.jspecify.annotations.NullMarked;
