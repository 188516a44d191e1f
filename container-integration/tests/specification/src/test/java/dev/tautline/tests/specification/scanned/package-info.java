// SPDX-License-Identifier: Apache-2.0
/** What {@link dev.tautline.tests.specification.ScanTest} puts into WARs. Imports the API alone. */
@NullMarked
package dev.tautline.tests.specification.scanned;

import org.jspecify.annotations.NullMarked;
