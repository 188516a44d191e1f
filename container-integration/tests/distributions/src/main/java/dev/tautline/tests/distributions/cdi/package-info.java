// SPDX-License-Identifier: Apache-2.0
/** The classes of an application with CDI. They use the Jakarta APIs alone; CDI itself is a library of the WAR. */
@NullMarked
package dev.tautline.tests.distributions.cdi;

import org.jspecify.annotations.NullMarked;
