// SPDX-License-Identifier: Apache-2.0
/** An application with CDI, on each container that servlet applications bring Weld into. The same sources in a module for each. */
@NullMarked
package dev.tautline.tests.cdi;

import org.jspecify.annotations.NullMarked;
